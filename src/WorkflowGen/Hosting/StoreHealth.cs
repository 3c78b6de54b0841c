namespace WorkflowGen.Hosting;

/// <summary>Whether the store answers: told once when it stops doing so and once when it does again, however many runs notice.</summary>
internal sealed class StoreHealth(EngineLog log)
{
    private int _failing;

    public void Failed(Exception exception)
    {
        if (Interlocked.Exchange(ref _failing, 1) == 0)
            log.StoreFailing(exception);
    }

    public void Answered()
    {
        if (Volatile.Read(ref _failing) != 0 && Interlocked.Exchange(ref _failing, 0) != 0)
            log.StoreAnswering();
    }
}
