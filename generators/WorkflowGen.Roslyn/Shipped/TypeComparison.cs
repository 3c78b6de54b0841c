using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>
/// Whether what was written as the types of one version can be read as those of another, strictly: see decision 0015. Names of types do not count. The run-time half of it is the strict reading of handoffs.
/// </summary>
internal sealed class TypeComparison(ShippedWorkflow old, ShippedWorkflow now)
{
    private readonly Dictionary<string, ShippedType> _old = ByName(old);
    private readonly Dictionary<string, ShippedType> _now = ByName(now);

    /// <param name="written">A reference in the recorded version.</param>
    /// <param name="today">A reference in the one of today.</param>
    public IReadOnlyList<ReadingDifference> Compare(string written, string today)
    {
        var found = new List<ReadingDifference>();
        Compare(written, today, null, found, []);
        return found;
    }

    private void Compare(string written, string today, string? path, List<ReadingDifference> found, HashSet<(string, string)> seen)
    {
        var (from, to) = (ShippedReference.Parse(written), ShippedReference.Parse(today));
        if (to is { Form: ShippedForm.Named, Name: Scalars.Any } && !_now.ContainsKey(to.Name))
        {
            if (from.Form != ShippedForm.Named || from.Name != to.Name)
                Note(ShippedEditKind.NeedsRecording, Changed(path, written, today));
            return;
        }
        if (from.Form != to.Form)
        {
            Note(ShippedEditKind.Strands, Changed(path, written, today));
            return;
        }
        if (from.Form == ShippedForm.Named && !CompareNamed(from.Name, to.Name, written, today, path, found, seen))
            return;
        if (from.MayBeNull != to.MayBeNull)
            Note(from.MayBeNull ? ShippedEditKind.Strands : ShippedEditKind.NeedsRecording, Changed(path, written, today));
        if (from.Form == ShippedForm.Dictionary && from.Key != to.Key)
            CompareKeys(from.Key, to.Key, path, found, seen);
        if (from.Form != ShippedForm.Named)
            Compare(from.Element, to.Element, path is null ? null : path + "[]", found, seen);

        void Note(ShippedEditKind kind, string text) => found.Add(new(kind, text, text));
    }

    private static string Changed(string? path, string written, string today) => $"{(path is null ? "" : $"'{path}' ")}changed from '{written}' to '{today}'";

    private void CompareKeys(string written, string today, string? path, List<ReadingDifference> found, HashSet<(string, string)> seen)
    {
        // Keys are strings in any case.
        if (today == "string" || (_old.TryGetValue(written, out var from) && _now.TryGetValue(today, out var to) && Agree(from, to)))
            return;
        var text = $"{(path is null ? "" : $"'{path}' ")}changed the type of its keys from '{written}' to '{today}'";
        found.Add(new(ShippedEditKind.Strands, text, text));

        bool Agree(ShippedType a, ShippedType b)
        {
            CompareTypes(a, b, found, seen);
            return true;
        }
    }

    /// <returns>False: they have nothing to do with each other, and all is said.</returns>
    private bool CompareNamed(string written, string today, string whole, string wholeToday, string? path, List<ReadingDifference> found, HashSet<(string, string)> seen)
    {
        var isOld = _old.TryGetValue(written, out var from);
        var isNow = _now.TryGetValue(today, out var to);
        if (isOld && isNow)
        {
            if (AreAlike(from!, to!))
            {
                CompareTypes(from!, to!, found, seen);
                return true;
            }
        }
        else if (!isOld && !isNow && written == today)
        {
            return true;
        }
        var readable = (!isOld && !isNow && Scalars.CanRead(written, today)) || (isOld && !isNow && CanRead(from!, today));
        if (readable && ShippedReference.Parse(whole).MayBeNull && !ShippedReference.Parse(wholeToday).MayBeNull)
            readable = false;
        var text = Changed(path, whole, wholeToday);
        found.Add(new(readable ? ShippedEditKind.NeedsRecording : ShippedEditKind.Strands, text, text));
        return false;
    }

    private static bool AreAlike(ShippedType from, ShippedType to) =>
        from.Converter == to.Converter
        && (from.Enum == ShippedEnumForm.None) == (to.Enum == ShippedEnumForm.None)
        && !(from.Enum == ShippedEnumForm.Names && to.Enum == ShippedEnumForm.Numbers)
        && from.Discriminator == to.Discriminator;

    private static bool CanRead(ShippedType from, string scalar) => from.Enum switch
    {
        ShippedEnumForm.Names => scalar == "string",
        ShippedEnumForm.Numbers => from.EnumMembers.Count > 0 && Scalars.Holds(scalar, from.EnumMembers.Min(m => m.Value ?? 0), from.EnumMembers.Max(m => m.Value ?? 0)),
        _ => false,
    };

    private void CompareTypes(ShippedType from, ShippedType to, List<ReadingDifference> found, HashSet<(string, string)> seen)
    {
        if (from.Converter is not null || !seen.Add((from.Name, to.Name)))
            return;
        if (from.Enum != ShippedEnumForm.None)
            EnumComparison.Compare(from, to, found);
        foreach (var @case in from.Cases)
        {
            if (to.Cases.FirstOrDefault(c => c.Says == @case.Says) is { } same)
                Compare(@case.Type, same.Type, $"{to.Name} ({@case.Says})", found, seen);
            else
                found.Add(new(ShippedEditKind.Strands, $"{from.Name}|{@case.Says}", $"'{from.Name}' lost its case '{@case.Says}'"));
        }
        foreach (var @case in to.Cases)
        {
            if (from.Cases.All(c => c.Says != @case.Says))
                found.Add(new(ShippedEditKind.NeedsRecording, $"{from.Name}|{@case.Says}", $"'{from.Name}' got a case '{@case.Says}'"));
        }
        CompareMembers(from, to, found, seen);
    }

    private void CompareMembers(ShippedType from, ShippedType to, List<ReadingDifference> found, HashSet<(string, string)> seen)
    {
        var added = to.Members.Where(m => from.Members.All(o => o.Name != m.Name)).ToList();
        foreach (var member in from.Members)
        {
            var path = $"{from.Name}.{member.Name}";
            if (to.Members.FirstOrDefault(m => m.Name == member.Name) is { } same)
            {
                CompareMember(member, same, path, found, seen);
                continue;
            }

            // One gone and one come of the same type: the same one, as far as anybody can tell.
            var successor = to.KeepsOthers ? null : added.FirstOrDefault(a => a.Type == member.Type && a.Need != ShippedNeed.Computed);
            if (successor is not null)
                added.Remove(successor);
            found.Add(new(
                to.KeepsOthers ? ShippedEditKind.NeedsRecording : ShippedEditKind.Strands,
                path + "-",
                successor is null ? $"'{path}' ('{member.Type}') was removed" : $"'{path}' was renamed '{successor.Name}'"));
        }
        foreach (var member in added)
        {
            var canBeMissing = CanBeMissing(member);
            found.Add(new(
                canBeMissing ? ShippedEditKind.NeedsRecording : ShippedEditKind.Strands,
                $"{from.Name}.{member.Name}+",
                $"'{from.Name}.{member.Name}' ('{member.Type}') was added{(canBeMissing ? "" : " and may not be missing")}"));
        }
    }

    private void CompareMember(ShippedMember from, ShippedMember to, string path, List<ReadingDifference> found, HashSet<(string, string)> seen)
    {
        if (to.Need == ShippedNeed.Computed)
        {
            if (from.Need != ShippedNeed.Computed)
                found.Add(new(ShippedEditKind.Strands, path + "!", $"'{path}' is not read any more"));
            return;
        }
        Compare(from.Type, to.Type, path, found, seen);
        if (from.Need == ShippedNeed.Omitted && !CanBeMissing(to))
            found.Add(new(ShippedEditKind.Strands, path + "!", $"'{path}' was left out where it had no value, and may not be missing now"));
        else if (to.Need == ShippedNeed.Omitted && from.Need != ShippedNeed.Omitted)
            found.Add(new(ShippedEditKind.NeedsRecording, path + "!", $"'{path}' is left out now where it has no value"));
    }

    private static bool CanBeMissing(ShippedMember member) => member.Need switch
    {
        ShippedNeed.ByType => ShippedReference.Parse(member.Type).MayBeNull,
        ShippedNeed.Required => false,
        _ => true,
    };

    private static Dictionary<string, ShippedType> ByName(ShippedWorkflow workflow)
    {
        var types = new Dictionary<string, ShippedType>(StringComparer.Ordinal);
        foreach (var type in workflow.Types)
            types[type.Name] = type;
        return types;
    }
}
