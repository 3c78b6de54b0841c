namespace WorkflowGen.Generators.Emit;

/// <summary>A method that does something else for each node. Large graphs get several such methods, since the compilers take long over one of thousands of cases.</summary>
internal static class NodeSwitch
{
    private const int ChunkSize = 128;

    /// <summary>Writes the method.</summary>
    /// <param name="body">The statements for a node, which end in a return; null: the method is not called for it.</param>
    public static void Emit(
        SourceWriter writer, string modifiersAndType, string name, IReadOnlyList<(string Type, string Name)> parameters, int count, Func<int, string?> body)
    {
        var signature = string.Join(", ", parameters.Select(p => $"{p.Type} {p.Name}"));
        if (count <= ChunkSize)
        {
            Chunk(writer, $"{modifiersAndType} {name}({signature})", 0, count, body);
            return;
        }

        var type = modifiersAndType.Substring(modifiersAndType.LastIndexOf(' ') + 1);
        var arguments = string.Join(", ", parameters.Select(p => p.Type.StartsWith("ref ", StringComparison.Ordinal) ? "ref " + p.Name : p.Type.StartsWith("out ", StringComparison.Ordinal) ? "out " + p.Name : p.Name));
        writer.Open($"{modifiersAndType} {name}({signature})");
        writer.Open($"switch (node / {ChunkSize})");
        for (var chunk = 0; chunk * ChunkSize < count; chunk++)
        {
            var call = $"{name}From{chunk * ChunkSize}({arguments});";
            writer.Line($"case {chunk}: {(type == "void" ? call + " return;" : "return " + call)}");
        }
        writer.Line("default: throw new global::System.ArgumentOutOfRangeException(nameof(node));");
        writer.Close();
        writer.Close();

        for (var start = 0; start < count; start += ChunkSize)
        {
            writer.Line();
            Chunk(writer, $"private {type} {name}From{start}({signature})", start, Math.Min(count, start + ChunkSize), body);
        }
    }

    private static void Chunk(SourceWriter writer, string header, int start, int end, Func<int, string?> body)
    {
        writer.Open(header);
        writer.Open("switch (node)");
        for (var node = start; node < end; node++)
        {
            if (body(node) is { } statements)
                writer.Line($"case {node}: {statements}");
        }
        writer.Line("default: throw new global::System.ArgumentOutOfRangeException(nameof(node));");
        writer.Close();
        writer.Close();
    }
}
