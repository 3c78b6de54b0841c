namespace WorkflowGen.Execution;

/// <summary>
/// Says, while a value is read, whether a build of another shape recorded it: then it is read strictly, and by an upcaster where there is one. It holds for the thread that reads, from the call until it is disposed of.
/// </summary>
internal readonly ref struct EarlierValue
{
    [ThreadStatic]
    private static bool t_isRead;

    private readonly bool _before;

    private EarlierValue(bool isEarlier)
    {
        _before = t_isRead;
        t_isRead = isEarlier;
    }

    public static bool IsRead => t_isRead;

    public static EarlierValue Reading(bool isEarlier) => new(isEarlier);

    public void Dispose() => t_isRead = _before;
}
