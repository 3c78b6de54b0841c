namespace WorkflowGen.Crash.Tests;

/// <summary>I1, I3, and whatever the numbered points do not name.</summary>
public sealed class RandomKillTests
{
    [Fact]
    public async Task Killed_at_fifty_random_times()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var kills = 0;
        while (kills < 50)
        {
            using var worker = new CrashedWorker(runs: 200);
            for (var i = 0; i < 10; i++)
            {
                using var process = worker.Start();
                await Task.Delay(random.Next(150, 700), TestContext.Current.CancellationToken);
                if (process.HasExited)
                    break;
                process.Kill();
                await process.WaitAsync();
                kills++;
            }
            Assert.True(await worker.RunAsync() is not null, $"seed {seed}");
            await worker.AssertNothingWasLostAndNothingDoneTwiceAsync();
        }
    }
}
