using WorkflowGen.TestSupport;
using static WorkflowGen.Samples.Tests.ConsoleLines;

namespace WorkflowGen.Samples.Tests;

public sealed class OrderProcessingTests
{
    private static readonly string Program = Repository.Output("samples/OrderProcessing");

    [Fact]
    public async Task Orders_are_confirmed_approved_declined_refunded_and_refused()
    {
        var result = await ChildProcess.RunAsync("dotnet", [Program]);

        Assert.True(result.ExitCode == 0, result.All);
        var lines = Of(result);
        // The payment fails twice, is retried, and what comes after it waits for it and for each line of the order.
        InOrder(lines, "order-1 Validate", "order-1 Charge attempt 1 failed", "order-1 Charge attempt 2 failed", "order-1 Charge 97.50 charged with key 'order-1/Charge'", "order-1 Allocate 9 pieces", "order-1 Confirm");
        InOrder(lines, "order-1 CheckInventory[0] 100 ×", "order-1 Allocate …", "order-1 SendInvoice I-", "order-1 Confirm", "order-1 confirmed");
        InOrder(lines, "order-1 CheckInventory[1] 100 ×", "order-1 Allocate …", "order-1 Ship 9 pieces", "order-1 Confirm");
        // Side by side: each of the two begins before the other is done.
        InOrder(lines, "order-1 CheckInventory[0] …", "order-1 CheckInventory[1] 100 ×");
        InOrder(lines, "order-1 CheckInventory[1] …", "order-1 CheckInventory[0] 100 ×");
        InOrder(lines, "order-1 SendInvoice …", "order-1 Ship 9 pieces");
        InOrder(lines, "order-1 Ship …", "order-1 SendInvoice I-");

        InOrder(lines, "order-2 Decide Ada was asked", "order-2 Charge 9600.00 charged", "order-2 confirmed");

        InOrder(lines, "order-3 Decide Grace was asked", "order-3 Decline nothing was charged", "order-3 declined: Grace did not agree");
        Assert.Equal(0, Count(lines, "order-3 Charge"));

        InOrder(lines, "order-4 Charge 824.50 charged", "order-4 Refund 824.50 refunded with key 'order-4/Charge/Refund'", "order-4 failed in step 'Allocate' at attempt 1");
        Assert.Equal(0, Count(lines, "order-4 Ship"));

        InOrder(lines, "order-5 failed in step 'Validate' at attempt 1");
    }

    [Fact]
    public async Task With_a_store_the_second_start_finds_what_the_first_has_done()
    {
        using var folder = new TemporaryFolder();
        var first = await ChildProcess.RunAsync("dotnet", [Program, folder.File("orders.db")]);
        var second = await ChildProcess.RunAsync("dotnet", [Program, folder.File("orders.db")]);

        Assert.True(second.ExitCode == 0, second.All);
        Assert.Equal(Ends(first), Ends(second));
        Assert.Equal(5, Ends(second).Length);
        Assert.DoesNotContain(second.Output.Split('\n'), IsOfAStep);
    }

    [Theory]
    [InlineData("order-1 Charge attempt 2 failed")] // in the wait before the third attempt
    [InlineData("order-1 Allocate …")] // in a step
    [InlineData("order-2 Charge attempt 2 failed")] // after an approval
    [InlineData("order-4 Refund …")] // while it undoes
    public async Task Killed_in_the_middle_it_goes_on_where_it_was(string when)
    {
        using var folder = new TemporaryFolder();
        ProcessResult killed;
        using (var process = KillAt(folder, line => Begins(line, when)))
            killed = await process.WaitAsync();
        var again = await ChildProcess.RunAsync("dotnet", [Program, folder.File("orders.db")]);

        Assert.NotEqual(0, killed.ExitCode);
        Assert.True(again.ExitCode == 0, again.All);
        var order = when.Split(' ')[0];
        Assert.DoesNotContain(Ends(killed), end => end.StartsWith(order, StringComparison.Ordinal));
        Assert.Equal(5, Ends(again).Length);
        // What was on record before the kill is not done again.
        Assert.Equal(1, Count(Of(killed), $"{order} Validate"));
        Assert.Equal(0, Count(Of(again), $"{order} Validate"));
        Assert.Equal(0, Count(Of(again), $"{order} Charge attempt 1"));
    }

    private static ChildProcess KillAt(TemporaryFolder folder, Func<string, bool> isTheMoment)
    {
        ChildProcess? process = null;
        var started = new ManualResetEventSlim();
        process = ChildProcess.Start("dotnet", [Program, folder.File("orders.db")], onLine: line =>
        {
            started.Wait();
            if (isTheMoment(line))
                process!.Kill();
        });
        started.Set();
        return process;
    }

    private static bool IsOfAStep(string line) => line.StartsWith("  order-", StringComparison.Ordinal);

    private static string[] Ends(ProcessResult result) =>
        [.. result.Output.Split('\n').Where(line => !IsOfAStep(line) && (line.Contains(" confirmed:", StringComparison.Ordinal) || line.Contains(" declined:", StringComparison.Ordinal) || line.Contains(" failed in step", StringComparison.Ordinal)))];
}
