using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Tests.Contracts;

/// <summary>The classic accidents, one edit each: what is said of it, and where.</summary>
public sealed class AccidentTests
{
    private const string Nothing = "";

    [Fact]
    public async Task What_was_recorded_is_silent() => Assert.Empty(await ContractCase.AfterAsync(ContractCase.Shop));

    // Steps.
    [Theory]
    [InlineData("[Step] int Weigh(", "[Step] int Measure(", "nameof(Weigh)", "nameof(Measure)", "WFG4002 at 'Measure': Step 'Measure' of 'order' v1 takes the place of 'Weigh', which is gone")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", Nothing, "[From(nameof(Weigh))] int weight", "[From(nameof(Check))] IReadOnlyList<int> weight", "WFG4002 at 'OrderWorkflow': Step 'Weigh' of 'order' v1 was removed")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step] long Lift(Parcel parcel) => 7; [Step] int Weigh(Parcel parcel, long lift) => 7;", Nothing, Nothing, "WFG4002 at 'Lift': Step 'Lift' of 'order' v1 was added before 'Weigh'")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step] int Weigh(Parcel parcel) => 7; [Step] void Note(Parcel parcel) { }", Nothing, Nothing, "WFG4001 at 'Note': Step 'Note' of 'order' v1 was added")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step, After(nameof(Check))] int Weigh(Parcel parcel) => 7;", Nothing, Nothing, "WFG4002 at 'Weigh': Step 'Weigh' of 'order' v1 now waits for 'Check'")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step, After(nameof(Charge))] int Weigh(Parcel parcel) => 7;", Nothing, Nothing, Nothing)]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step, After(nameof(Approve))] int Weigh(Parcel parcel) => 7;", Nothing, Nothing, Nothing)]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Delay(\"1h\"), After(nameof(Pack))] private partial Task Weigh(); [Step] int Heave(Parcel parcel) => 7;", "nameof(Weigh)", "nameof(Heave)", "WFG4002 at 'Weigh': Delay 'Weigh' of 'order' v1 was a step and is a delay|WFG4002 at 'Heave'")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step, Finally] int Weigh(Parcel? parcel) => 7;", "[From(nameof(Weigh))] int weight", "[From(nameof(Check))] IReadOnlyList<int> weight", "WFG4002 at 'Weigh': Step 'Weigh' of 'order' v1 was a step and is a finally")]
    public Task Of_steps(string old, string @new, string old2, string new2, string expected) => CheckAsync(expected, (old, @new), (old2, new2));

    // Conditions.
    [Theory]
    [InlineData("[Step] int Weigh(", "[Step, When(nameof(IsLarge))] int Weigh(", "[From(nameof(Weigh))] int weight", "[From(nameof(Weigh))] int? weight", "WFG4001 at 'Weigh': Step 'Weigh' of 'order' v1 has other conditions: 'IsLarge(input order)' is new; runs that have not come to it ask the new ones")]
    [InlineData("[Step] int Weigh(Parcel parcel) => 7;", "[Step] int Weigh(Parcel parcel) => 7; [Step, When(nameof(IsLarge))] void Note(Order order) { }", Nothing, Nothing, "WFG4001 at 'Note'")]
    [InlineData(", When(nameof(IsLarge))", "", "static bool IsLarge(Order order) => order.Lines.Count > 10;", "", "WFG4001 at 'Approve': Signal 'Approve' of 'order' v1 has other conditions: not 'IsLarge(input order)' any more")]
    [InlineData("order.Lines.Count > 10", "order.Lines.Count > 20", Nothing, Nothing, Nothing)]
    public Task Of_guards(string old, string @new, string old2, string new2, string expected) => CheckAsync(expected, (old, @new), (old2, new2));

    // What is handed over.
    [Theory]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, decimal Amount, string? Card)", "WFG4001 at 'Payment': Step 'Charge' of 'order' v1 hands over another result: 'Shop.Payment.Card' ('string?') was added; what was recorded before can be read")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, decimal Amount, int Fee = 0)", "WFG4001 at 'Payment'")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, decimal Amount, string Card)", "WFG4002 at 'Payment': Step 'Charge' of 'order' v1 hands over another result: 'Shop.Payment.Card' ('string') was added and may not be missing")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id)", "WFG4002 at 'Payment': Step 'Charge' of 'order' v1 hands over another result: 'Shop.Payment.Amount' ('decimal') was removed; runs that have passed it hold what cannot be read, and would be parked")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, decimal Total)", "WFG4002 at 'Payment': Step 'Charge' of 'order' v1 hands over another result: 'Shop.Payment.Amount' was renamed 'Total'")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, [property: JsonPropertyName(\"Amount\")] decimal Total)", Nothing)]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, int Amount)", "WFG4002 at 'Payment': Step 'Charge' of 'order' v1 hands over another result: 'Shop.Payment.Amount' changed from 'decimal' to 'int'")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, decimal? Amount)", "WFG4001 at 'Payment'")]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(decimal Amount, string Id)", Nothing)]
    [InlineData("Payment(string Id, decimal Amount)", "Payment(string Id, decimal Amount) { public decimal Twice => Amount * 2; }", "WFG4001 at 'Payment'")]
    [InlineData("int Power { get; set; }", "double Power { get; set; }", "WFG4001 at 'Parcel': Step 'Pack' of 'order' v1 hands over another result: 'Shop.Engine.Power' changed from 'int' to 'double'|WFG4001 at 'Parcel': Input 'parcel' of 'parcel' v1")]
    [InlineData("public string Name { get; set; } = \"\";", "", "WFG4002 at 'Parcel': Step 'Pack' of 'order' v1 hands over another result: 'Shop.Engine.Name' ('string') was removed|WFG4002 at 'Parcel': Input 'parcel' of 'parcel' v1")]
    [InlineData("public string Name { get; set; } = \"\";", "public string Name { get; set; } = \"\"; public int Weight { get; set; } = 1;", "WFG4001 at 'Parcel'|WFG4001 at 'Parcel'")]
    [InlineData("public string Name { get; set; } = \"\";", "public string Name { get; set; } = \"\"; public int Weight { get; set; }", "WFG4002 at 'Parcel'|WFG4002 at 'Parcel'")]
    [InlineData("public string Name { get; set; } = \"\";", "public string Name { get; set; } = \"\"; public required int? Weight { get; set; }", "WFG4002 at 'Parcel'|WFG4002 at 'Parcel'", "new Engine()", "new Engine { Weight = 1 }")]
    [InlineData("Sent(string Text)", "Sent(int Text)", "WFG4002 at 'Outcome'", "new Outcome.Sent(number)", "new Outcome.Sent(1)")]
    [InlineData("public sealed record Kept(string Why) : Outcome;", "public sealed record Kept(string Why) : Outcome; public sealed record Lost : Outcome;", "WFG4001 at 'Outcome': Step 'Finish' of 'order' v1 hands over another result: 'Shop.Outcome' got a case 'Lost'")]
    [InlineData("public sealed record Kept(string Why) : Outcome;", "", "WFG4002 at 'Outcome': Step 'Finish' of 'order' v1 hands over another result: 'Shop.Outcome' lost its case 'Kept'")]
    [InlineData("int Check(", "long Check(", "WFG4001 at 'long': Step 'Check' of 'order' v1 hands over another result: changed from 'int' to 'long'")]
    [InlineData("int Check(", "string Check(", "WFG4002 at 'string'", "Line line) => 1", "Line line) => \"\"")]
    [InlineData("int Check([Each(MaxParallel = 2)] Line line) => 1;", "void Check([Each(MaxParallel = 2)] Line line) { }", "WFG4001 at 'void': Step 'Check' of 'order' v1 handed 'int' over and now nothing")]
    [InlineData("record Approval(string By)", "record Approval(string By, string Why)", "WFG4002 at 'Approval?': Signal 'Approve' of 'order' v1 brings another value: 'Shop.Approval.Why' ('string') was added and may not be missing; signals that came before cannot be read")]
    public Task Of_results(string old, string @new, string expected, string old2 = "", string new2 = "") => CheckAsync(expected, (old, @new), (old2, new2));

    // Enums, by number and by name; at the end of a list in an input.
    [Theory]
    [InlineData("{ Red, Green, Blue }", "{ Red, Green }", "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Colour.Blue' (2) was removed (also 'Lines'); what runs under way were started with cannot be read, and they would be parked")]
    [InlineData("{ Red, Green, Blue }", "{ Red, Green, Blue, White }", "WFG4001 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Colour.White' was added")]
    [InlineData("{ Red, Green, Blue }", "{ Green, Red, Blue }", "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Colour.Red' was 0 and is 1 now; 'Shop.Colour.Green' was 1 and is 0 now")]
    [InlineData("{ Red, Green, Blue }", "{ Green = 1, Red = 0, Blue = 2 }", Nothing)]
    [InlineData("{ Red, Green, Blue }", "{ Red, Emerald, Blue }", "WFG4002 at 'Order'")]
    [InlineData("{ Small, Large }", "{ Large, Small }", Nothing)]
    [InlineData("{ Small, Large }", "{ Small }", "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Size.Large' was removed")]
    [InlineData("{ Small, Large }", "{ Small, Medium, Large }", "WFG4001 at 'Order'")]
    [InlineData("public enum Colour", "[JsonConverter(typeof(JsonStringEnumConverter))] public enum Colour", "WFG4001 at 'Order'")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "", "WFG4002 at 'Order'")]
    public Task Of_enums(string old, string @new, string expected) => CheckAsync(expected, (old, @new));

    // Inputs.
    [Theory]
    [InlineData("RunAsync(Order order)", "RunAsync(Order order, string? note)", "[Step] Payment Charge(Order order)", "[Step] Payment Charge(Order order, string? note)", "WFG4001 at 'string?': Input 'note' of 'order' v1 ('string?') was added|WFG4001 at 'Charge'")]
    [InlineData("RunAsync(Order order)", "RunAsync(Order order, string note)", "[Step] Payment Charge(Order order)", "[Step] Payment Charge(Order order, [From(\"note\")] string note)", "WFG4002 at 'string': Input 'note' of 'order' v1 ('string') was added")]
    [InlineData("RunAsync(Order order)", "RunAsync(string? note, Order order)", "[Step] Payment Charge(Order order)", "[Step] Payment Charge(Order order, [From(\"note\")] string? note)", "WFG4002 at 'string?': Input 'note' of 'order' v1 ('string?') was added; the inputs of runs under way would be read at other places")]
    [InlineData("Order(string Id,", "Order(int Id,", Nothing, Nothing, "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Order.Id' changed from 'string' to 'int'")]
    [InlineData("string Article, int Quantity", "string Article", Nothing, Nothing, "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Line.Quantity' ('int') was removed")]
    [InlineData("Dictionary<string, Line> ByName", "Dictionary<string, IReadOnlyList<Line>> ByName", Nothing, Nothing, "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Order.ByName[]' changed from 'Shop.Line' to 'Shop.Line[]'")]
    [InlineData("IReadOnlyList<Line> Lines", "HashSet<Line> Lines", Nothing, Nothing, Nothing)]
    [InlineData("string? Note", "string Note", Nothing, Nothing, "WFG4002 at 'Order': Input 'order' of 'order' v1 changed: 'Shop.Order.Note' changed from 'string?' to 'string'")]
    public Task Of_inputs(string old, string @new, string old2, string new2, string expected) => CheckAsync(expected, (old, @new), (old2, new2));

    // Elements, loops, compensations, children.
    [Theory]
    [InlineData("int Check([Each(MaxParallel = 2)] Line line)", "int Check(Order order)", "WFG4002 at 'Check': Step 'Check' of 'order' v1 runs once, and ran once for each element")]
    [InlineData("[Step] int Weigh(Parcel parcel)", "[Step, Loop(To = nameof(Weigh), Max = 3)] int Weigh(Parcel parcel)", "WFG4002 at 'Weigh': Step 'Weigh' of 'order' v1 ends a loop from 'Weigh'")]
    [InlineData(", CompensateWith(nameof(Unpack))", "", "WFG4002 at 'Pack': Step 'Pack' of 'order' v1 is not undone by 'Unpack' any more")]
    [InlineData("[Step] int Weigh(Parcel parcel)", "[Step, CompensateWith(nameof(Drop))] int Weigh(Parcel parcel)", "WFG4001 at 'Weigh': Step 'Weigh' of 'order' v1 is undone by 'Drop' now", "void Unpack(Parcel parcel) { }", "void Unpack(Parcel parcel) { } void Drop(Parcel parcel) { }")]
    [InlineData("void Unpack(Parcel parcel)", "void Unpack(Parcel parcel, Payment payment)", "WFG4002 at 'Pack': Step 'Pack' of 'order' v1 is undone by 'Unpack' with 'Shop.Parcel', 'Shop.Payment', and was with 'Shop.Parcel'")]
    [InlineData("[Child] private partial Task<string> Deliver", "[Child(Detached = true)] private partial Task Deliver", "WFG4002 at 'Deliver': Child 'Deliver' of 'order' v1 was a child and is a detached child", ", [From(nameof(Deliver))] string number", "", "new Outcome.Sent(number)", "new Outcome.Sent(\"\")")]
    [InlineData("[Workflow(\"parcel\")]", "[Workflow(\"parcel\", Version = 2)]", "WFG4001 at 'ParcelWorkflow'|WFG4001 at 'Deliver'|WFG4003 at 'ParcelWorkflow'")]
    [InlineData("ValueTask<string> RunAsync(Parcel parcel)", "ValueTask<string> RunAsync(Parcel parcel, Payment payment)", "WFG4002 at 'Payment': Input 'payment' of 'parcel' v1 ('Shop.Payment') was added; runs under way have none, and would be parked|WFG4001 at 'Deliver': Child 'Deliver' of 'order' v1 takes 'Pack', 'Charge', and took 'Pack'", "Deliver(ParcelWorkflow workflow, Parcel parcel)", "Deliver(ParcelWorkflow workflow, Parcel parcel, Payment payment)", "[Step] string Send(Parcel parcel)", "[Step] string Send(Parcel parcel, Payment payment)")]
    public Task Of_the_rest(string old, string @new, string expected, string old2 = "", string new2 = "", string old3 = "", string new3 = "") => CheckAsync(expected, (old, @new), (old2, new2), (old3, new3));

    // Policies, titles, limits, and the order in which things are declared.
    [Theory]
    [InlineData("[Step] Payment Charge", "[Step, Retry(3, \"1s\"), Timeout(\"1m\"), Idempotency(Idempotency.Keyed)] Payment Charge")]
    [InlineData("Timeout = \"1d\"", "Timeout = \"9d\"")]
    [InlineData("MaxParallel = 2", "MaxParallel = 9")]
    [InlineData("[Step] int Weigh", "[Step, Limit(\"scale\", Concurrency = 2), Pure] int Weigh")]
    [InlineData("class OrderWorkflow", "class PurchaseWorkflow")]
    [InlineData("Payment payment", "Payment paid")]
    [InlineData("void Unpack(Parcel parcel) { }", "void Undo(Parcel parcel) { }", "nameof(Unpack)", "nameof(Undo)")]
    [InlineData("public record Payment(", "public record Money(", "Payment Charge", "Money Charge", "Payment payment", "Money payment")]
    public Task Are_safe(string old, string @new, string old2 = "", string new2 = "", string old3 = "", string new3 = "") => CheckAsync(Nothing, (old, @new), (old2, new2), (old3, new3));

    [Fact]
    public async Task Two_steps_change_places()
    {
        const string Before = """
            [Workflow("line")]
            public partial class LineWorkflow
            {
                public partial ValueTask<int> RunAsync(string name);

                [Step] int A(string name) => 1;
                [Step] int B([From(nameof(A))] int a) => 2;
                [Step] int C([From(nameof(B))] int b) => 3;
                [Step, Output] int D([From(nameof(C))] int c) => 4;
            }
            """;
        var after = ContractCase.Edited(Before, ("C([From(nameof(B))] int b)", "C([From(nameof(A))] int a)"), ("B([From(nameof(A))] int a)", "B([From(nameof(C))] int c)"), ("D([From(nameof(C))] int c)", "D([From(nameof(B))] int b)"));
        var only = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(Before), after));
        Assert.StartsWith("WFG4002 at 'B': Step 'B' of 'line' v1 ran before 'C' and now waits for it: the two are swapped", ContractCase.Text([only]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_comes_between_two()
    {
        const string Before = """
            [Workflow("line")]
            public partial class LineWorkflow
            {
                public partial ValueTask<int> RunAsync(string name);

                [Step] int A(string name) => 1;
                [Step, Output] int B([From(nameof(A))] int a) => 2;
            }
            """;
        var after = ContractCase.Edited(Before, ("[Step, Output] int B([From(nameof(A))] int a)", "[Step] int X([From(nameof(A))] int a) => 1; [Step, Output] int B([From(nameof(X))] int x)"));
        var only = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(Before), after));
        Assert.StartsWith("WFG4002 at 'X': Step 'X' of 'line' v1 was added before 'B'; runs that have begun 'B' have not run it, and would be parked", ContractCase.Text([only]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_reaches_itself()
    {
        const string Before = """
            public record Tree(string Name, IReadOnlyList<Tree> Below);
            [Workflow("tree")]
            public partial class TreeWorkflow
            {
                public partial ValueTask RunAsync(Tree tree);
                [Step] void Grow(Tree tree) { }
            }
            """;
        Assert.Empty(await ContractCase.AfterAsync(Before));
        Assert.StartsWith("WFG4002 at 'Tree': Input 'tree' of 'tree' v1 changed: 'Tree.Name' was renamed 'Label'", ContractCase.Text(await ContractCase.AfterAsync(Before, ("string Name", "string Label"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_class_is_kept_beside_the_new_version()
    {
        var second = ContractCase.Shop.Replace("[Workflow(\"order\")]", "[Workflow(\"order\", Version = 2)]", StringComparison.Ordinal).Replace("class OrderWorkflow", "class OrderWorkflow2", StringComparison.Ordinal);
        second = "namespace Shop; " + second[second.IndexOf("[Workflow(\"order\", Version = 2)]", StringComparison.Ordinal)..];
        var only = Assert.Single(await ContractCase.ReportedAsync(ContractCase.Record(ContractCase.Shop), ContractCase.Shop, second));
        Assert.Equal("WFG4001", only.Id);
        Assert.Contains("The contract of 'order' v2 is not recorded", ContractCase.Text([only]), StringComparison.Ordinal);
    }

    private static async Task CheckAsync(string expected, params (string Old, string New)[] edits)
    {
        var reported = await ContractCase.AfterAsync(ContractCase.Shop, [.. edits.Where(e => e.Old.Length > 0)]);
        var lines = expected.Length == 0 ? [] : expected.Split('|');
        var text = ContractCase.Text(reported);
        Assert.True(lines.Length == reported.Count && lines.All(l => text.Contains(l, StringComparison.Ordinal)), $"Expected:\n{string.Join("\n", lines)}\nReported:\n{text}");
    }
}
