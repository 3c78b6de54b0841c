namespace WorkflowGen.Roslyn.Parsing;

/// <summary>The pattern of a workflow's stable name: <c>^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$</c>, without <c>..</c>.</summary>
internal static class WorkflowNames
{
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > 128 || !IsLetterOrDigit(name[0]))
            return false;
        for (var i = 1; i < name.Length; i++)
        {
            var c = name[i];
            if (!IsLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                return false;
            if (c == '.' && name[i - 1] == '.')
                return false;
        }
        return true;
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
