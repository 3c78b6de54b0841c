namespace WorkflowGen.Roslyn.Shipped;

internal sealed partial class ShippedComparison
{
    /// <summary>
    /// What waits for what. A node that has begun must not be found waiting for one that has not settled: at run time that parks the run (RunRestorer.CheckOrder), so what is new before it is refused here.
    /// </summary>
    private sealed class NodeEdits(ShippedComparison all)
    {
        private readonly OrderOfNodes _order = new(all._recorded);
        private readonly HashSet<string> _isNew = new(all._naming.Added.Select(n => n.Name), StringComparer.Ordinal);
        private readonly HashSet<string> _isGone = new(all._naming.Removed.Select(n => n.Name), StringComparer.Ordinal);

        public void Find()
        {
            foreach (var added in all._naming.Added)
                Added(added);
        }

        private void Added(ShippedNode node)
        {
            var subject = $"{Word(node)} '{node.Name}'";
            var behind = all._now.Nodes.Where(n => n.Kind != "finally" && all._old.ContainsKey(n.Name) && n.After.Contains(node.Name)).Select(n => n.Name).ToList();
            if (behind.Count > 0)
                all.Strand(ShippedPlace.Node, node.Name, subject, $"was added before {Listed(behind)}", $"runs that have begun {Listed(behind)} have not run it, and would be parked");
            else
                all.Record(ShippedPlace.Node, node.Name, subject, "was added", "runs under way that reach it run it");
        }

        /// <summary>Edits of a node's dependencies.</summary>
        /// <returns>Whether one of them strands runs.</returns>
        public bool Edges(ShippedNode old, ShippedNode now, string subject)
        {
            if (now.Kind == "finally")
                return false; // runs whatever has become of the others
            var come = now.After.Where(a => !old.After.Contains(a) && !_isNew.Contains(a) && !_order.IsBefore(a, now.Name)).ToList();
            foreach (var earlier in come.Where(c => _order.IsBefore(now.Name, c)))
            {
                all.Strand(ShippedPlace.Node, now.Name, subject, $"ran before '{earlier}' and now waits for it: the two are swapped", $"runs that have begun '{now.Name}' and not '{earlier}' would be parked");
            }
            var waits = come.Where(c => !_order.IsBefore(now.Name, c)).ToList();
            if (waits.Count > 0)
                all.Strand(ShippedPlace.Node, now.Name, subject, $"now waits for {Listed(waits)}", $"runs that have begun '{now.Name}' before {Listed(waits)} had settled would be parked");
            return come.Count > 0;
        }

        /// <summary>Whether something of a node's sources has changed that has not been told of elsewhere.</summary>
        public bool Differs(IEnumerable<string> old, IEnumerable<string> now) => !old.Where(IsKnown).SequenceEqual(now.Where(IsKnown));

        public bool IsKnown(string source) => ShippedSources.Nodes(source).All(n => !_isNew.Contains(n) && !_isGone.Contains(n));

        /// <summary>Whether losing a dependency is more than the other side of a step that went, came between or changed places.</summary>
        public IReadOnlyList<string> Lost(ShippedNode old, ShippedNode now)
        {
            var after = new OrderOfNodes(all._now);
            return old.After.Where(a => !now.After.Contains(a) && !_isGone.Contains(a) && !after.IsBefore(a, now.Name) && !after.IsBefore(now.Name, a)).ToList();
        }
    }
}
