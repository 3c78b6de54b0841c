using System.Diagnostics;
using WorkflowGen.Hosting;

namespace WorkflowGen.Tests.Hosting;

public sealed class WorkerIdentityTests
{
    [Fact]
    public void A_worker_of_this_process_is_alive() => Assert.False(WorkerIdentity.IsGone(WorkerIdentity.Create()));

    [Fact]
    public void Two_workers_of_a_process_have_different_names() => Assert.NotEqual(WorkerIdentity.Create(), WorkerIdentity.Create());

    [Fact]
    public void A_process_that_has_ended_is_gone()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        process.WaitForExit();
        var own = WorkerIdentity.Create().Split('/', '-');
        Assert.True(WorkerIdentity.IsGone($"{own[0]}/{process.Id}-12345-{own[3]}/1"));
    }

    [Fact]
    public void A_process_id_that_was_given_out_again_is_gone()
    {
        var own = WorkerIdentity.Create().Split('/', '-');
        Assert.True(WorkerIdentity.IsGone($"{own[0]}/{own[1]}-1{own[2]}-{own[3]}/1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("somebody")]
    [InlineData("a/b/c")]
    [InlineData("a/1-2-3-4/c")]
    [InlineData("a/999999999-5-deadbeef/1")]
    [InlineData("a/-/1")]
    public void A_name_that_says_nothing_certain_counts_as_alive(string owner) => Assert.False(WorkerIdentity.IsGone(owner));
}
