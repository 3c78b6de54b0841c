using WorkflowGen.TestSupport;

namespace WorkflowGen.Samples.Tests;

public sealed class OrderProcessingTests
{
    private static readonly string Program = Repository.Output("samples/OrderProcessing");

    [Fact]
    public async Task The_payment_fails_twice_is_retried_and_the_order_goes_through()
    {
        var result = await ChildProcess.RunAsync("dotnet", [Program]);

        Assert.True(result.ExitCode == 0, result.All);
        var lines = Lines(result);
        AssertOrder(lines, "Validate ", "Charge          attempt 1 failed", "Charge          attempt 2 failed", "Charge          73.50 charged", "Allocate        3 ×", "Confirm ");
        AssertOrder(lines, "Validate ", "CheckInventory  100 ×", "Allocate        3 ×", "SendInvoice     I-", "Confirm ", "order-1 confirmed");
        AssertOrder(lines, "Allocate        3 ×", "Ship            3 ×", "Confirm ");
        // Side by side: each of the two begins before the other is done.
        AssertOrder(lines, "SendInvoice     …", "Ship            3 ×");
        AssertOrder(lines, "Ship            …", "SendInvoice     I-");
        Assert.Contains(lines, line => line.Contains("order-2 failed in step 'Validate' at attempt 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_store_the_second_start_finds_what_the_first_has_done()
    {
        using var folder = new TemporaryFolder();
        var first = await ChildProcess.RunAsync("dotnet", [Program, folder.File("orders.db")]);
        var second = await ChildProcess.RunAsync("dotnet", [Program, folder.File("orders.db")]);

        Assert.True(second.ExitCode == 0, second.All);
        Assert.Equal(Confirmation(first), Confirmation(second));
        Assert.DoesNotContain(Lines(second), line => line.StartsWith("  order-", StringComparison.Ordinal));
    }

    private static string Confirmation(ProcessResult result) => Lines(result).Single(line => line.StartsWith("order-1 confirmed", StringComparison.Ordinal));

    private static void AssertOrder(string[] lines, params string[] parts)
    {
        var places = parts.Select(part => Array.FindIndex(lines, line => line.Contains(part, StringComparison.Ordinal))).ToArray();
        Assert.True(!places.Contains(-1) && places.SequenceEqual(places.Order()), $"{string.Join(" < ", parts)} does not hold in\n{string.Join('\n', lines)}");
    }

    private static string[] Lines(ProcessResult result) => result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
