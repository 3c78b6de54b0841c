namespace WorkflowGen.Roslyn.Shipped;

/// <summary>What becomes of an enum's values when its members change.</summary>
internal static class EnumComparison
{
    public static void Compare(ShippedType from, ShippedType to, List<ReadingDifference> found)
    {
        foreach (var member in from.EnumMembers)
        {
            if (Loss(member, from, to) is { } loss)
                found.Add(new(ShippedEditKind.Strands, $"{from.Name}.{member.Name}", $"'{Label(from)}.{member.Name}' {loss}"));
        }
        foreach (var member in to.EnumMembers)
        {
            // A number that had another name has been told of.
            if (from.EnumMembers.All(m => m.Name != member.Name && (m.Value is null || m.Value != member.Value)))
                found.Add(new(ShippedEditKind.NeedsRecording, $"{from.Name}.{member.Name}", $"'{Label(from)}.{member.Name}' was added"));
        }
        if (from.Enum != to.Enum)
            found.Add(new(ShippedEditKind.NeedsRecording, from.Name + "#", $"'{Label(from)}' is written by name now"));
    }

    private static string Label(ShippedType type) => type.Name.EndsWith(" as text", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - 8) : type.Name;

    private static string? Loss(ShippedEnumMember member, ShippedType from, ShippedType to)
    {
        var same = to.EnumMembers.FirstOrDefault(m => m.Name == member.Name);
        if (from.Enum == ShippedEnumForm.Names)
            return same is null ? "was removed" : null;
        if (same is not null)
            return same.Value is { } value && value != member.Value ? $"was {member.Value} and is {value} now" : null;
        return to.EnumMembers.FirstOrDefault(m => m.Value is not null && m.Value == member.Value) is { } other
            ? $"was {member.Value}, which means '{other.Name}' now"
            : $"({member.Value}) was removed";
    }
}
