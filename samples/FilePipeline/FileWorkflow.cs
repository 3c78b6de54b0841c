using WorkflowGen;
using static WorkflowGen.Idempotency;

namespace FilePipeline;

/// <summary>What happens to one file: fingerprint → (classify → analyse text or measure binary) ∥ compress → record.</summary>
[Workflow("file", JsonContext = typeof(PipelineJson))]
public sealed partial class FileWorkflow(SourceFolder source, OutputFolder output, ExecutionLog log)
{
    public partial ValueTask<FileEntry> RunAsync(ListedFile file, CancellationToken cancellationToken = default);

    internal const string LastStep = nameof(Record);

    // Later steps read the file again and refuse bytes that differ from these: one entry never mixes two versions of a file.
    [Step, Idempotency(Safe)]
    Task<Fingerprint> TakeFingerprint(ListedFile file, StepContext step, CancellationToken ct) =>
        log.CountAsync(step, file, () => source.FingerprintAsync(file, ct));

    static bool HasContent(Fingerprint fingerprint) => fingerprint is { Problem: null, Size: > 0 };

    [Step, When(nameof(HasContent)), Idempotency(Safe)]
    Task<Classification> Classify(ListedFile file, Fingerprint fingerprint, StepContext step, CancellationToken ct) =>
        log.CountAsync(step, file, () => Contents.ClassifyAsync(source.Read(file, fingerprint), ct));

    static bool IsText(Classification classification) => classification.Kind == FileKind.Text;

    static bool IsBinary(Classification classification) => classification.Kind == FileKind.Binary;

    [Step, When(nameof(IsText)), Idempotency(Safe)]
    Task<TextCounts> AnalyseText(ListedFile file, Fingerprint fingerprint, Classification classification, StepContext step, CancellationToken ct) =>
        log.CountAsync(step, file, () => Contents.CountTextAsync(source.Read(file, fingerprint), classification.Encoding, ct));

    [Step, When(nameof(IsBinary)), Idempotency(Safe)]
    Task<BinaryCounts> MeasureBinary(ListedFile file, Fingerprint fingerprint, StepContext step, CancellationToken ct) =>
        log.CountAsync(step, file, () => Contents.MeasureBinaryAsync(source.Read(file, fingerprint), ct));

    // Safe to repeat: written beside, then renamed to a name that follows from the contents.
    [Step, When(nameof(HasContent)), Idempotency(Safe)]
    Task<Compressed> Compress(ListedFile file, Fingerprint fingerprint, StepContext step, CancellationToken ct) =>
        log.CountAsync(step, file, () => output.CompressAsync(source.Read(file, fingerprint), fingerprint, step.IdempotencyKey, ct));

    [Step, Idempotency(Safe)]
    Task<FileEntry> Record(
        ListedFile file, Fingerprint fingerprint, Classification? classification, TextCounts? text, BinaryCounts? binary, Compressed? compressed, StepContext step) =>
        log.CountAsync(step, file, () => Task.FromResult(FileEntry.Of(file, fingerprint, classification, text, binary, compressed)));
}
