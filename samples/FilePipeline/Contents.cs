using System.Text;

namespace FilePipeline;

/// <summary>What can be said of a file's bytes. Everything is done block by block: memory does not grow with the file.</summary>
internal static class Contents
{
    /// <summary>The first block decides: text begins with the mark of UTF-16, or has no NUL and few control characters.</summary>
    public static async Task<Classification> ClassifyAsync(SourceFile file, CancellationToken cancellationToken)
    {
        Classification? result = null;
        var problem = await file.ReadAsync(
            block =>
            {
                result ??= Classify(block.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return problem is null && result is not null ? result : new Classification(FileKind.Unknown, TextEncoding.None, problem);
    }

    public static async Task<TextCounts> CountTextAsync(SourceFile file, TextEncoding encoding, CancellationToken cancellationToken)
    {
        var decoder = Decoder(encoding);
        var chars = new char[SourceFolder.BlockSize];
        long lines = 0, words = 0, longest = 0, current = 0;
        var inWord = false;

        void Count(ReadOnlySpan<char> text)
        {
            foreach (var c in text)
            {
                if (c == '\n')
                {
                    lines++;
                    longest = Math.Max(longest, current);
                    current = 0;
                }
                else if (c != '\r' && c != '\uFEFF' && !char.IsLowSurrogate(c))
                {
                    current++;
                }
                var space = char.IsWhiteSpace(c);
                if (!space && !inWord)
                    words++;
                inWord = !space;
            }
        }

        var problem = await file.ReadAsync(
            block =>
            {
                Count(chars.AsSpan(0, decoder.GetChars(block.Span, chars, flush: false)));
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        Count(chars.AsSpan(0, decoder.GetChars([], chars, flush: true)));
        if (current > 0)
            lines++;
        return new TextCounts(lines, words, Math.Max(longest, current), problem);
    }

    public static async Task<BinaryCounts> MeasureBinaryAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var histogram = new long[256];
        var problem = await file.ReadAsync(
            block =>
            {
                foreach (var b in block.Span)
                    histogram[b]++;
                return ValueTask.CompletedTask;
            },
            cancellationToken);

        double total = histogram.Sum();
        var entropy = histogram.Where(n => n > 0).Sum(n => -(n / total) * Math.Log2(n / total));
        return new BinaryCounts(histogram.Count(n => n > 0), histogram[0], Math.Round(Math.Abs(entropy), 4), problem);
    }

    private static Classification Classify(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.Unicode.Preamble))
            return new Classification(FileKind.Text, TextEncoding.Utf16, null);
        if (head.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return new Classification(FileKind.Text, TextEncoding.Utf16BigEndian, null);

        var control = 0;
        foreach (var b in head)
        {
            if (b == 0)
                return new Classification(FileKind.Binary, TextEncoding.None, null);
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B))
                control++;
        }
        if (control > head.Length / 50)
            return new Classification(FileKind.Binary, TextEncoding.None, null);
        return new Classification(FileKind.Text, IsUtf8(head) ? TextEncoding.Utf8 : TextEncoding.Bytes, null);
    }

    private static Decoder Decoder(TextEncoding encoding) => (encoding switch
    {
        TextEncoding.Utf8 => Encoding.UTF8,
        TextEncoding.Utf16 => Encoding.Unicode,
        TextEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
        _ => Encoding.Latin1,
    }).GetDecoder();

    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        // The block may end within a character.
        for (var cut = 0; cut < 4 && cut < head.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
                return true;
        }
        return false;
    }
}
