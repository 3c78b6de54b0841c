namespace WorkflowGen.Generators.Emit;

/// <summary>Hands out names that are not taken yet: the wanted one, or the wanted one with the first number from 2 that is free.</summary>
internal sealed class NameScope(params IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken.Select(CSharpText.Unescaped), StringComparer.Ordinal);
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>A free name, taken from now on, with <c>@</c> where it is a keyword.</summary>
    public string Take(string wanted)
    {
        var name = wanted;
        if (!_taken.Add(name))
        {
            // Where many want the same name, each goes on from where the one before found its own.
            var number = _next.TryGetValue(wanted, out var next) ? next : 2;
            while (!_taken.Add(name = wanted + number))
                number++;
            _next[wanted] = number + 1;
        }
        return CSharpText.Identifier(name);
    }
}
