using System.Security.Cryptography;
using System.Text;
using WorkflowGen.Storage;

namespace WorkflowGen.Execution;

/// <summary>The ids of children: they follow from the parent's id, the node and the attempt, so that a child that is started again after a crash is the same run.</summary>
internal static class ChildIds
{
    /// <param name="key">The node with round and element, as records name it: <c>Bill</c>, <c>Bill[3]</c>, <c>Bill[3]/2</c>.</param>
    public static string Of(string parent, string key, int attempt)
    {
        // Another attempt is another run: the one before has failed, and stays as it is.
        var text = $"{parent}.{key.Replace('[', '-').Replace("]", "").Replace('/', '_')}{(attempt > 1 ? $"-try{attempt}" : "")}";
        return StoreRequestChecks.IsRunId(text) ? text : "child-" + Hash(parent, key, attempt);
    }

    /// <summary>The id of the run that undoes a completed child.</summary>
    public static string Undo(string child)
    {
        var text = child + ".undo";
        return StoreRequestChecks.IsRunId(text) ? text : "undo-" + Hash(child, "undo", 1);
    }

    private static string Hash(string parent, string key, int attempt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parent}\n{key}\n{attempt}")).AsSpan(0, 20));
}
