namespace WorkflowGen.Crash.Tests;

/// <summary>I1, I3: a process that is killed, for real, at every place where something becomes durable, loses nothing that was acknowledged and repeats nothing that was committed.</summary>
public sealed class NumberedKillTests
{
    [Fact]
    public async Task Killed_at_every_numbered_point()
    {
        long points;
        using (var undisturbed = new CrashedWorker(runs: 2))
        {
            points = Assert.NotNull(await undisturbed.RunAsync());
            await undisturbed.AssertNothingWasLostAndNothingDoneTwiceAsync();
        }

        var kills = 0;
        for (var point = 1L; point <= points; point++)
        {
            using var worker = new CrashedWorker(runs: 2);
            if (await worker.RunAsync(crashAt: point) is null)
                kills++;
            // And once more on its way back.
            if (await worker.RunAsync(crashAt: 3) is null)
                kills++;
            Assert.NotNull(await worker.RunAsync());
            await worker.AssertNothingWasLostAndNothingDoneTwiceAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{points} points, {kills} kills");
        // How many commits are shared differs from run to run, and so does the number of points; but nearly all must have been hit.
        Assert.True(kills >= points, $"Only {kills} kills at {points} points: the test does not kill what it says.");
    }
}
