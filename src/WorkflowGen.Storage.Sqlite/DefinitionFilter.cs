using System.Globalization;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>Workflows as a condition on the column <c>definition</c>.</summary>
internal static class DefinitionFilter
{
    public const string SelectKey = "SELECT key FROM definition WHERE workflow = ?1 AND version = ?2";

    /// <summary>" AND definition IN (…)"; empty for any; null when the store has runs of none of them.</summary>
    public static string? For(SqliteDatabase db, IReadOnlyCollection<WorkflowKey>? workflows)
    {
        if (workflows is null)
            return "";
        var keys = new List<long>();
        foreach (var workflow in workflows)
        {
            if (Key(db, workflow) is { } key)
                keys.Add(key);
        }

        // In order, so that the same workflows make the same text, and its statement is prepared once.
        keys.Sort();
        return keys.Count == 0 ? null : " AND definition IN (" + string.Join(',', keys.Select(static key => key.ToString(CultureInfo.InvariantCulture))) + ")";
    }

    public static long? Key(SqliteDatabase db, WorkflowKey workflow)
    {
        var select = db.Prepare(SelectKey).Bind(1, workflow.Workflow).Bind(2, workflow.Version);
        long? key = select.Step() ? select.Number(0) : null;
        select.Reset();
        return key;
    }
}
