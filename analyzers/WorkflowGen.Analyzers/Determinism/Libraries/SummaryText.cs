using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;

namespace WorkflowGen.Analyzers.Determinism.Libraries;

/// <summary>
/// A library's summary as one text, and back. A line for each hazard (<c>!WFG1001 0 DateTime.UtcNow</c>), for each member on a chain (<c>.Clock.Stamp</c>, tab, links) and for each member
/// that others can name (<c>=</c>, how much of the line before it repeats, the rest of its id, tab, its node, <c>*</c> where it changes its own instance, <c>~</c> and the links of its overrides).
/// A link is the hazard's number, a letter for the zones, and the number of the next member unless it is used right there: <c>0b7</c>.
/// </summary>
internal static class SummaryText
{
    /// <summary>Another format is not read, and not an error: the library is judged by the table of known APIs alone.</summary>
    public const int Format = 1;

    public static string Write(IReadOnlyList<SummaryHazard> hazards, IReadOnlyList<SummaryNode> nodes, IReadOnlyList<SummaryMember> members)
    {
        var text = new StringBuilder();
        foreach (var hazard in hazards)
        {
            text.Append('!').Append(hazard.RuleId).Append(' ').Append(Number(hazard.Advice)).Append(' ').Append(OneLine(hazard.Api)).Append('\n');
        }

        foreach (var node in nodes)
        {
            text.Append('.').Append(OneLine(node.Name)).Append('\t').Append(Links(node.Links)).Append('\n');
        }

        var before = "";
        foreach (var member in members)
        {
            var shared = 0;
            while (shared < before.Length && shared < member.Id.Length && before[shared] == member.Id[shared])
            {
                shared++;
            }

            text.Append('=').Append(Number(shared)).Append(' ').Append(member.Id, shared, member.Id.Length - shared).Append('\t');
            text.Append(member.Node < 0 ? "" : Number(member.Node)).Append(member.WritesOwnState ? "*" : "");
            text.Append(member.Overridden.IsEmpty ? "" : "~" + Links(member.Overridden)).Append('\n');
            before = member.Id;
        }

        return text.ToString();
    }

    /// <summary>Null where the text is not one of ours.</summary>
    public static LibrarySummary? Parse(string text)
    {
        var hazards = ImmutableArray.CreateBuilder<SummaryHazard>();
        var nodes = ImmutableArray.CreateBuilder<SummaryNode>();
        var members = new Dictionary<string, SummaryMember>(StringComparer.Ordinal);
        var before = "";
        foreach (var line in text.Split('\n'))
        {
            var understood = line.Length == 0 || line[0] switch
            {
                '!' => ParseHazard(line, hazards),
                '.' => ParseNode(line, nodes),
                '=' => ParseMember(line, members, ref before),
                _ => false,
            };
            if (!understood)
            {
                return null;
            }
        }

        var links = nodes.SelectMany(n => n.Links).Concat(members.Values.SelectMany(m => m.Overridden));
        return links.All(l => l.Hazard < hazards.Count && l.Next < nodes.Count) && members.Values.All(m => m.Node < nodes.Count && m.Overridden.All(l => l.Next >= 0))
            ? new(hazards.ToImmutable(), nodes.ToImmutable(), members)
            : null;
    }

    private static bool ParseHazard(string line, ImmutableArray<SummaryHazard>.Builder hazards)
    {
        var parts = line.Substring(1).Split([' '], 3);
        if (parts.Length < 3 || Number(parts[1]) is not { } advice)
        {
            return false;
        }

        hazards.Add(new(parts[0], advice, parts[2]));
        return true;
    }

    private static bool ParseNode(string line, ImmutableArray<SummaryNode>.Builder nodes)
    {
        var tab = line.IndexOf('\t');
        if (tab < 0 || ParseLinks(line.Substring(tab + 1)) is not { } links)
        {
            return false;
        }

        nodes.Add(new(line.Substring(1, tab - 1), links));
        return true;
    }

    private static bool ParseMember(string line, Dictionary<string, SummaryMember> members, ref string before)
    {
        var (space, tab) = (line.IndexOf(' '), line.LastIndexOf('\t'));
        if (space < 0 || tab < space || Number(line.Substring(1, space - 1)) is not { } shared || shared > before.Length)
        {
            return false;
        }

        before = before.Substring(0, shared) + line.Substring(space + 1, tab - space - 1);
        var rest = line.Substring(tab + 1);
        var tilde = rest.IndexOf('~');
        var links = tilde < 0 ? ImmutableArray<SummaryLink>.Empty : ParseLinks(rest.Substring(tilde + 1));
        var own = tilde < 0 ? rest : rest.Substring(0, tilde);
        var writes = own.EndsWith("*", StringComparison.Ordinal);
        own = own.TrimEnd('*');
        var node = own.Length == 0 ? SummaryLink.Here : Number(own);
        if (links is null || node is null)
        {
            return false;
        }

        members[before] = new(before, node.Value, writes, links.Value);
        return true;
    }

    private static ImmutableArray<SummaryLink>? ParseLinks(string text)
    {
        var links = ImmutableArray.CreateBuilder<SummaryLink>();
        foreach (var part in text.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var letter = part.IndexOfAny(['s', 'd', 'b']);
            if (letter < 1 || Number(part.Substring(0, letter)) is not { } hazard)
            {
                return null;
            }

            var next = letter == part.Length - 1 ? SummaryLink.Here : Number(part.Substring(letter + 1));
            if (next is null)
            {
                return null;
            }

            links.Add(new(hazard, part[letter] switch { 's' => Zone.Step, 'd' => Zone.Decision, _ => Zone.Both }, next.Value));
        }

        return links.ToImmutable();
    }

    private static string Links(ImmutableArray<SummaryLink> links) => string.Join(" ", links.Select(l =>
        Number(l.Hazard) + (l.Zones switch { Zone.Step => "s", Zone.Decision => "d", _ => "b" }) + (l.Next < 0 ? "" : Number(l.Next))));

    private static string OneLine(string name) => name.Replace('\n', ' ').Replace('\t', ' ');

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
