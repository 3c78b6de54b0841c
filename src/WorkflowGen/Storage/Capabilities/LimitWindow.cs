namespace WorkflowGen.Storage;

/// <summary>How a rate is kept: so many starts in any stretch of such a length.</summary>
internal static class LimitWindow
{
    // As exact as starts are remembered: with more per second the window is shorter, and the bound is kept in each part of a second.
    private const int MostStarts = 1000;

    public static (int Most, TimeSpan Length) Of(double perSecond)
    {
        int most = (int)Math.Clamp(Math.Floor(perSecond), 1, MostStarts);
        return (most, TimeSpan.FromSeconds(most / perSecond));
    }
}
