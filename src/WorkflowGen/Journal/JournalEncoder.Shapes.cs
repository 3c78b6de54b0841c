namespace WorkflowGen.Journal;

internal static partial class JournalEncoder
{
    public static int ShapeMet(RecordBuffer buffer, DateTimeOffset at, string shape, long signals)
    {
        var start = Begin(buffer, RecordKind.ShapeMet);
        buffer.WriteTime(at);
        buffer.WriteString(shape);
        buffer.WriteVarint((ulong)signals);
        return End(buffer, start);
    }
}
