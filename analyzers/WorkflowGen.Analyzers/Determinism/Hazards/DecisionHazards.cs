using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>What only a decision may not do: I/O, services, awaiting, the workflow's own state, changing what it was given.</summary>
internal static class DecisionHazards
{
    private static readonly string[] s_effectNamespaces =
    [
        "System.IO", "System.Net", "System.Data", "Microsoft.Data", "Microsoft.EntityFrameworkCore", "Microsoft.Win32", "Npgsql", "MySql", "MySqlConnector", "Oracle", "MongoDB",
        "StackExchange.Redis", "RabbitMQ", "Confluent.Kafka", "Azure", "Amazon", "Google.Cloud", "Grpc", "Dapper", "RestSharp", "Refit", "LiteDB", "MailKit", "Microsoft.AspNetCore", "Microsoft.Extensions.Caching",
        "MassTransit", "NATS", "Elastic", "Nest", "Minio",
    ];

    // Values, and readers and writers of memory.
    private static readonly HashSet<string> s_harmless =
    [
        "Path", "MemoryStream", "StringReader", "StringWriter", "BinaryReader", "BinaryWriter", "TextReader", "TextWriter", "Stream", "UnmanagedMemoryStream",
        "IPAddress", "IPEndPoint", "IPNetwork", "EndPoint", "WebUtility", "HttpMethod", "MediaTypeHeaderValue", "MailAddress", "Cookie", "NetworkCredential", "HttpStatusCode",
        "DataTable", "DataRow", "DataColumn", "DataSet", "DataView", "DataRowCollection", "DataColumnCollection", "SearchValues", "FileAttributes", "PhysicalAddress",
    ];

    private static readonly HashSet<string> s_effectTypes =
    [
        "System.Console", "System.Diagnostics.Process", "System.Diagnostics.EventLog", "System.Diagnostics.Trace", "System.Diagnostics.PerformanceCounter", "System.Runtime.InteropServices.NativeLibrary",
    ];

    public static void Check(IOperation operation, HazardSink sink)
    {
        switch (operation)
        {
            case IAwaitOperation:
                Add(operation, "await");
                break;
            case IForEachLoopOperation { IsAsynchronous: true }:
                Add(operation, "await foreach");
                break;
            case IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true }:
                Add(operation, "await using");
                break;
            case IInvocationOperation { TargetMethod: var method } when IsEffect(method, sink):
                Add(operation, KnownApis.NameOf(method));
                break;
            case IObjectCreationOperation { Constructor: { } constructor } when IsEffect(constructor, sink):
                Add(operation, KnownApis.NameOf(constructor));
                break;
            case IPropertyReferenceOperation { Property: var property } when IsEffect(property, sink):
                Add(operation, KnownApis.NameOf(property));
                break;
            case IMethodReferenceOperation { Method: var method } when IsEffect(method, sink):
                Add(operation, KnownApis.NameOf(method));
                break;
        }

        if (operation is IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation && sink.IsWorkflowState(operation) && !IsLogger(operation.Type))
        {
            Add(operation, StateUse(operation));
        }

        if (IsWriteToArgument(operation, sink))
        {
            Add(operation, KnownApis.NameOf(((IMemberReferenceOperation)operation).Member));
        }

        void Add(IOperation at, string api) => sink.Add(new(RuleIds.EffectInDecision, api, Advice.Effect, Zone.Decision, Use.LocationOf(at)));
    }

    private static bool IsEffect(ISymbol used, HazardSink sink)
    {
        if (used.ContainingType is not { TypeKind: not TypeKind.Enum } type || sink.IsHere(type))
        {
            return false;
        }

        var name = type.FullName();
        if (s_effectTypes.Contains(name) || IsDocumentFile(name, used))
        {
            return true;
        }

        return Array.Exists(s_effectNamespaces, n => name.StartsWith(n, StringComparison.Ordinal) && name.Length > n.Length && name[n.Length] == '.')
            && !s_harmless.Contains(type.Name) && !name.EndsWith("Exception", StringComparison.Ordinal)
            && !name.StartsWith("System.Net.Http.Headers.", StringComparison.Ordinal) && !name.StartsWith("System.Net.Mime.", StringComparison.Ordinal)
            && !name.StartsWith("System.IO.Hashing.", StringComparison.Ordinal);
    }

    private static bool IsDocumentFile(string type, ISymbol used) =>
        type is "System.Xml.Linq.XDocument" or "System.Xml.Linq.XElement" or "System.Xml.XmlDocument" && used.Name is "Load" or "Save" or "LoadAsync" or "SaveAsync";

    private static bool IsLogger(ITypeSymbol? type) => type?.FullName().StartsWith("Microsoft.Extensions.Logging.", StringComparison.Ordinal) == true;

    private static string StateUse(IOperation state)
    {
        var value = state;
        while (value.Parent is IConversionOperation or IConditionalAccessOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation { TargetMethod: var method } call when call.Instance == value || method.IsExtensionMethod => $"{ChainText.TypeName(method.ContainingType)}.{method.Name}",
            IMemberReferenceOperation { Member: var member } reference when reference.Instance == value => $"{ChainText.TypeName(member.ContainingType)}.{member.Name}",
            _ => state switch
            {
                IParameterReferenceOperation parameter => parameter.Parameter.Name,
                IMemberReferenceOperation reference => ChainText.Of(reference.Member),
                _ => state.Syntax.ToString(),
            },
        };
    }

    private static bool IsWriteToArgument(IOperation operation, HazardSink sink)
    {
        if (operation is not IMemberReferenceOperation { Instance: { } instance } || operation is IMethodReferenceOperation or IEventReferenceOperation || !Use.Of(operation).Writes)
        {
            return false;
        }

        var owner = Use.Unconverted(instance);
        while (owner is IMemberReferenceOperation { Instance: { } inner })
        {
            owner = Use.Unconverted(inner);
        }

        return owner is IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, Type.IsValueType: false } parameter }
            && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, sink.Member)
            && sink.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && method.ContainingType.HasAttribute(KnownAttributes.Workflow);
    }
}
