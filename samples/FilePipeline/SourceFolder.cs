using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace FilePipeline;

/// <summary>Reads the files of the folder that is worked on, and turns what can be wrong with one into a <see cref="Problem"/>.</summary>
public sealed class SourceFolder(string root)
{
    internal const int BlockSize = 128 * 1024;

    public string Root { get; } = root;

    public async Task<Fingerprint> FingerprintAsync(ListedFile file, CancellationToken cancellationToken)
    {
        if (file.Kind == ListedKind.Link)
            return new Fingerprint(null, 0, new Problem(ProblemKind.Link, "a symbolic link is listed, not followed"));
        if (file.Kind == ListedKind.UnreadableFolder)
            return new Fingerprint(null, 0, new Problem(ProblemKind.Unreadable, "the folder cannot be listed"));

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        try
        {
            await foreach (var block in BlocksAsync(file, cancellationToken))
            {
                hash.AppendData(block.Span);
                size += block.Length;
            }
        }
        catch (ReadProblemException e)
        {
            return new Fingerprint(null, 0, e.Problem);
        }
        return new Fingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()), size, null);
    }

    /// <summary>The file's bytes, and at their end the assurance that they are those of the fingerprint.</summary>
    public SourceFile Read(ListedFile file, Fingerprint fingerprint) => new(this, file, fingerprint);

    /// <summary>The file in blocks, each valid until the next is asked for.</summary>
    /// <exception cref="ReadProblemException">It is gone, may not be read, is no file.</exception>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> BlocksAsync(ListedFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileStream? stream;
        try
        {
            stream = RegularFile.Open(Path.Combine(Root, file.Path));
        }
        catch (Exception e) when (ReadProblemException.From(e, file) is { } problem)
        {
            throw problem;
        }
        if (stream is null)
            throw new ReadProblemException(ProblemKind.Special, "not a regular file");

        await using (stream)
        {
            var buffer = new byte[(int)Math.Clamp(file.Size + 1, 4096, BlockSize)];
            while (true)
            {
                int read;
                try
                {
                    read = await stream.ReadAsync(buffer, cancellationToken);
                }
                catch (Exception e) when (ReadProblemException.From(e, file) is { } problem)
                {
                    throw problem;
                }
                if (read == 0)
                    yield break;
                yield return buffer.AsMemory(0, read);
            }
        }
    }
}

/// <summary>A file as it was when its fingerprint was taken.</summary>
public readonly struct SourceFile(SourceFolder folder, ListedFile file, Fingerprint fingerprint)
{
    /// <summary>Hands over every block, then compares what was read with the fingerprint.</summary>
    /// <returns>Why that was not possible, or null.</returns>
    public async Task<Problem?> ReadAsync(Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await foreach (var block in folder.BlocksAsync(file, cancellationToken))
            {
                hash.AppendData(block.Span);
                await take(block);
            }
        }
        catch (ReadProblemException e)
        {
            return e.Problem;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == fingerprint.Sha256
            ? null
            : new Problem(ProblemKind.Changed, "the file changed while it was being worked on");
    }
}

internal sealed class ReadProblemException(ProblemKind kind, string detail) : Exception(detail)
{
    public Problem Problem { get; } = new(kind, detail);

    public static ReadProblemException? From(Exception exception, ListedFile file) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException when file.Path.Contains('\uFFFD') =>
            new ReadProblemException(ProblemKind.Unreadable, "the name is not valid UTF-8"),
        FileNotFoundException or DirectoryNotFoundException => new ReadProblemException(ProblemKind.Vanished, "listed, but gone when it was to be read"),
        UnauthorizedAccessException => new ReadProblemException(ProblemKind.Unreadable, "access denied"),
        PathTooLongException => new ReadProblemException(ProblemKind.Unreadable, "the path is too long"),
        IOException e => new ReadProblemException(ProblemKind.Unreadable, $"it cannot be read (error {e.HResult & 0xFFFF})"),
        _ => null,
    };
}
