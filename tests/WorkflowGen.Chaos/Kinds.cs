using Microsoft.Extensions.DependencyInjection;
using WorkflowGen.Chaos.Workflows;
using WorkflowGen.Storage;

namespace WorkflowGen.Chaos;

/// <summary>How a run of a number has to end.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Result">Its result; null: it has none.</param>
/// <param name="MayPark">Whether an operator may have to look at it.</param>
internal sealed record Expectation(RunStatus Status, long? Result, bool MayPark = false);

/// <summary>The mixture: the number of a run says of which workflow it is, and everything else.</summary>
internal sealed class Kinds(IServiceProvider services)
{
    private readonly ChainClient _chain = services.GetRequiredService<ChainClient>();
    private readonly FanClient _fan = services.GetRequiredService<FanClient>();
    private readonly RoundsClient _rounds = services.GetRequiredService<RoundsClient>();
    private readonly TalkClient _talk = services.GetRequiredService<TalkClient>();
    private readonly SagaClient _saga = services.GetRequiredService<SagaClient>();
    private readonly FamilyClient _family = services.GetRequiredService<FamilyClient>();
    private readonly OnceClient _once = services.GetRequiredService<OnceClient>();

    public static string Id(int number) => $"{Names[number % Names.Length]}-{number}";

    public async Task StartAsync(int number)
    {
        var (id, job) = (Id(number), new Job(number));
        switch (number % Names.Length)
        {
            case 0:
                await _chain.StartAsync(id, job);
                break;
            case 1:
                await _fan.StartAsync(id, job);
                break;
            case 2:
                await _rounds.StartAsync(id, job);
                break;
            case 3:
                await _talk.StartAsync(id, job);
                break;
            case 4:
                await _saga.StartAsync(id, job);
                break;
            case 5:
                await _family.StartAsync(id, job);
                break;
            default:
                await _once.StartAsync(id, job);
                break;
        }
    }

    public static bool IsTalk(int number) => number % Names.Length == 3;

    /// <summary>Some that wait are cancelled instead of being talked to.</summary>
    public static bool IsCancelled(int number) => IsTalk(number) && number % 10 == 9;

    /// <summary>Says one of the two words, with its key.</summary>
    public ValueTask<bool> SayAsync(int number, bool second) =>
        second ? _talk.SignalSecondAsync(Id(number), new Word((number % 700) + 2), "second") : _talk.SignalFirstAsync(Id(number), new Word((number % 500) + 1), "first");

    public ValueTask<bool> CancelAsync(int number) => _talk.CancelAsync(Id(number));

    public static Expectation Expected(int number) => (number % Names.Length) switch
    {
        0 => new(RunStatus.Completed, Chain.Result(number)),
        1 => new(RunStatus.Completed, Fan.Result(number)),
        2 => new(RunStatus.Completed, Rounds.Result(number)),
        3 when IsCancelled(number) => new(RunStatus.Cancelled, null),
        3 => new(RunStatus.Completed, Talk.Result(number)),
        4 when Saga.Fails(number) => new(RunStatus.Failed, null),
        4 => new(RunStatus.Completed, number),
        5 when Family.Fails(number) => new(RunStatus.Failed, null),
        5 => new(RunStatus.Completed, Family.Result(number)),
        _ => new(RunStatus.Completed, number, MayPark: true),
    };

    public async ValueTask<RunState<Sum>?> ReadAsync(int number) => (number % Names.Length) switch
    {
        0 => await _chain.GetAsync(Id(number)),
        1 => await _fan.GetAsync(Id(number)),
        2 => await _rounds.GetAsync(Id(number)),
        3 => await _talk.GetAsync(Id(number)),
        4 => await _saga.GetAsync(Id(number)),
        5 => await _family.GetAsync(Id(number)),
        _ => await _once.GetAsync(Id(number)),
    };

    private static readonly string[] Names = ["chain", "fan", "rounds", "talk", "saga", "family", "once"];
}
