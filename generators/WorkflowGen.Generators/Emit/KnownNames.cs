using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>Types that generated code names, so that no using of the author's can change what is meant.</summary>
internal static class KnownNames
{
    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string Exception = "global::System.Exception";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string CompilerServices = "global::System.Runtime.CompilerServices";

    public const string Execution = "global::WorkflowGen.Execution";
    public const string StepContext = "global::WorkflowGen.StepContext";

    public const string JsonWriter = "global::System.Text.Json.Utf8JsonWriter";
    public const string JsonReader = "global::System.Text.Json.Utf8JsonReader";
    public const string JsonTypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";

    /// <summary>What a method of the given form returns.</summary>
    public static string Returned(ReturnShape shape, TypeModel? result) => shape switch
    {
        ReturnShape.Void => "void",
        ReturnShape.Value => result!.FullName,
        ReturnShape.Task => "global::System.Threading.Tasks.Task",
        ReturnShape.TaskOfResult => $"global::System.Threading.Tasks.Task<{result!.FullName}>",
        ReturnShape.ValueTask => ValueTask,
        _ => $"{ValueTask}<{result!.FullName}>",
    };

    /// <summary>The awaiter of what it returns, not bound to a context.</summary>
    public static string Awaiter(ReturnShape shape, TypeModel? result) => shape switch
    {
        ReturnShape.Task => $"{CompilerServices}.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter",
        ReturnShape.TaskOfResult => $"{CompilerServices}.ConfiguredTaskAwaitable<{result!.FullName}>.ConfiguredTaskAwaiter",
        ReturnShape.ValueTask => $"{CompilerServices}.ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter",
        _ => $"{CompilerServices}.ConfiguredValueTaskAwaitable<{result!.FullName}>.ConfiguredValueTaskAwaiter",
    };
}
