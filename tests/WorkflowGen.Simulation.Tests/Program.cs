using System.Globalization;
using WorkflowGen.Simulation.Tests;

// Tests, unless a simulation is asked for: --seeds n [--from m], --seed n [--log].
return args switch
{
    ["--seeds", var count, .. var rest] => await Session.RunAsync(rest is ["--from", var from] ? Number(from) : 1, Number(count)),
    ["--seed", var seed, .. var rest] => await Session.ReplayAsync(Number(seed), rest is ["--log"]),
    [Session.Part, ..] => await Session.RunPartAsync(args),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
