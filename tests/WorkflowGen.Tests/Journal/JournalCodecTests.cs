using System.Buffers.Binary;
using System.Text;
using WorkflowGen.Execution;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Journal;

public sealed class JournalCodecTests
{
    private static readonly DateTimeOffset s_at = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero).AddTicks(7);
    private static readonly StepFailure s_failure = new("Charge", 3, "System.TimeoutException", "zu spät\n☂", "at Charge()");

    private static byte[] Encode(Func<RecordBuffer, int> write)
    {
        var buffer = new RecordBuffer();
        var length = write(buffer);
        Assert.Equal(buffer.Length, length);
        return buffer.Slice(0, length).ToArray();
    }

    private static byte[] Completed(string payload) => Encode(buffer =>
    {
        var start = JournalEncoder.BeginStepCompleted(buffer, "Charge"u8, 2, s_at, s_at.AddSeconds(1));
        buffer.WriteRaw(Encoding.UTF8.GetBytes(payload));
        return JournalEncoder.End(buffer, start);
    });

    private static IEnumerable<byte[]> AllKinds() =>
    [
        Encode(buffer =>
        {
            var start = JournalEncoder.BeginRunStarted(buffer, "order", 2, "0a1b", s_at, "00-trace");
            buffer.WriteRaw("[1,\"x\"]"u8);
            return JournalEncoder.End(buffer, start);
        }),
        Encode(buffer => JournalEncoder.AttemptStarted(buffer, "Charge"u8, 1, s_at)),
        Completed("{\"a\":1}"),
        Completed(""),
        Encode(buffer => JournalEncoder.NodeEvent(buffer, RecordKind.StepSkipped, "Ship"u8, s_at)),
        Encode(buffer => JournalEncoder.AttemptFailed(buffer, s_at, s_at.AddSeconds(1), s_at.AddSeconds(9), s_failure)),
        Encode(buffer => JournalEncoder.AttemptFailed(buffer, s_at, s_at.AddSeconds(1), null, s_failure with { StackTrace = null })),
        Encode(buffer => JournalEncoder.RunEnded(buffer, RunStatus.Failed, s_at, [s_failure, s_failure with { Step = "Ship" }])),
        Encode(buffer => JournalEncoder.RunEnded(buffer, RunStatus.Completed, s_at, [])),
        Encode(buffer => JournalEncoder.RunParked(buffer, s_at, "for a reason")),
        Encode(buffer => JournalEncoder.Event(buffer, RecordKind.RunReleased, s_at)),
        Encode(buffer => JournalEncoder.Event(buffer, RecordKind.CancelRequested, s_at)),
        Encode(buffer => JournalEncoder.NodeEvent(buffer, RecordKind.StepCancelled, "Ship/2"u8, s_at)),
        Encode(buffer =>
        {
            var start = JournalEncoder.BeginCompensationArmed(buffer, "Charge[3]/2"u8, 4, 7);
            buffer.WriteRaw("{\"id\":1}"u8);
            return JournalEncoder.End(buffer, start);
        }),
        Encode(buffer => JournalEncoder.Compensated(buffer, "Charge"u8, 7, "Refund", 2, s_at, s_at.AddSeconds(1))),
        Encode(buffer => JournalEncoder.CompensationFailed(buffer, "Charge"u8, 7, s_at, s_at.AddSeconds(1), s_at.AddSeconds(9), s_failure)),
        Encode(buffer => JournalEncoder.RunClosing(buffer, RunStatus.Cancelled, s_at)),
        Encode(buffer => JournalEncoder.UndoRequested(buffer, s_at, "r1.Bill")),
        Encode(buffer => JournalEncoder.ChildLeft(buffer, "Bill[3]/2"u8, 4, s_at, "r1.Bill-3_2-try4")),
        Encode(buffer => JournalEncoder.ChildEnded(buffer, "Bill[3]/2"u8, 4, s_at, "r1.Bill-3_2-try4", RunStatus.Completed)),
    ];

    [Fact]
    public void What_is_written_is_read()
    {
        var records = AllKinds().Select(b => JournalDecoder.Decode(b)).ToList();
        var started = Assert.IsType<RunStarted>(records[0]);
        Assert.Equal(("order", 2, "0a1b", s_at, "00-trace", "[1,\"x\"]"), (started.Workflow, started.Version, started.Shape, started.At, started.TraceParent, Encoding.UTF8.GetString(started.Inputs.Span)));
        Assert.Equal(new AttemptStarted("Charge", 1, s_at), records[1]);
        var completed = Assert.IsType<StepCompleted>(records[2]);
        Assert.Equal(("Charge", 2, s_at, s_at.AddSeconds(1), "{\"a\":1}"), (completed.Node, completed.Attempt, completed.StartedAt, completed.CompletedAt, Encoding.UTF8.GetString(completed.Payload.Span)));
        Assert.True(Assert.IsType<StepCompleted>(records[3]).Payload.IsEmpty);
        Assert.Equal(new StepSkipped("Ship", s_at), records[4]);
        Assert.Equal(new AttemptFailed(s_at, s_at.AddSeconds(1), s_at.AddSeconds(9), s_failure), records[5]);
        Assert.Null(Assert.IsType<AttemptFailed>(records[6]).RetryAt);
        Assert.Equal(["Charge", "Ship"], Assert.IsType<RunEnded>(records[7]).Failures.Select(f => f.Step));
        Assert.Equal(RunStatus.Completed, Assert.IsType<RunEnded>(records[8]).Status);
        Assert.Equal(new RunParked(s_at, "for a reason"), records[9]);
        Assert.Equal(new RunReleased(s_at), records[10]);
        Assert.Equal(new CancelRequested(s_at), records[11]);
        Assert.Equal(new StepCancelled("Ship/2", s_at), records[12]);
        var armed = Assert.IsType<CompensationArmed>(records[13]);
        Assert.Equal(("Charge[3]/2", 4, 7, "{\"id\":1}"), (armed.Node, armed.Attempt, armed.Ordinal, Encoding.UTF8.GetString(armed.Payload.Span)));
        Assert.Equal(new Compensated("Charge", 7, "Refund", 2, s_at, s_at.AddSeconds(1)), records[14]);
        Assert.Equal(new CompensationFailed("Charge", 7, s_at, s_at.AddSeconds(1), s_at.AddSeconds(9), s_failure), records[15]);
        Assert.Equal(new RunClosing(RunStatus.Cancelled, s_at), records[16]);
        Assert.Equal(new UndoRequested(s_at, "r1.Bill"), records[17]);
        Assert.Equal(new ChildLeft("Bill[3]/2", 4, s_at, "r1.Bill-3_2-try4"), records[18]);
        Assert.Equal(new ChildEnded("Bill[3]/2", 4, s_at, "r1.Bill-3_2-try4", RunStatus.Completed), records[19]);
    }

    [Fact]
    public void The_format_is_fixed_to_the_byte()
    {
        var bytes = Encode(buffer => JournalEncoder.AttemptStarted(buffer, "Charge"u8, 300, s_at));
        Assert.Equal("0102064368617267" + "65AC02", Convert.ToHexString(bytes.AsSpan(0, 11)));
        Assert.Equal(s_at.UtcTicks, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(11)));
        Assert.Equal(23, bytes.Length);
        // The check value of CRC-32C for "123456789" (RFC 3720 and the catalogues of CRCs).
        Assert.Equal(0xE3069283u, Checksum.Of("123456789"u8));
    }

    [Fact]
    public void Every_single_flipped_bit_is_seen()
    {
        foreach (var record in AllKinds())
        {
            for (var bit = 0; bit < record.Length * 8; bit++)
            {
                var damaged = record.ToArray();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Throws<JournalException>(() => JournalDecoder.Decode(damaged));
            }
        }
    }

    [Fact]
    public void Every_truncation_is_seen()
    {
        foreach (var record in AllKinds())
        {
            for (var length = 0; length < record.Length; length++)
                Assert.Throws<JournalException>(() => JournalDecoder.Decode(record.AsMemory(0, length)));
        }
    }

    /// <summary>Bytes behind a checksum that fits, so that what reads the fields is reached: still a record or a clear error, and no more memory than the bytes are worth.</summary>
    [Fact]
    public void Random_bytes_never_crash_the_decoder_nor_make_it_take_much_memory()
    {
        var random = new Random(20260504);
        var kinds = AllKinds().ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcomes = (Records: 0, Errors: 0);
        for (var i = 0; i < 50_000; i++)
        {
            byte[] bytes;
            if (i % 2 == 0)
            {
                bytes = new byte[random.Next(0, 200)];
                random.NextBytes(bytes);
                if (bytes.Length > 2)
                    (bytes[0], bytes[1]) = (1, (byte)(i % 3 == 0 ? 64 : random.Next(0, 12)));
            }
            else
            {
                bytes = [.. kinds[random.Next(kinds.Count)]];
                for (var flips = random.Next(1, 5); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            if (bytes.Length >= 6)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Checksum.Of(bytes.AsSpan(0, bytes.Length - 4)));
            try
            {
                JournalDecoder.Decode(bytes);
                outcomes.Records++;
            }
            catch (JournalException exception)
            {
                Assert.False(string.IsNullOrWhiteSpace(exception.Message));
                outcomes.Errors++;
            }
        }
        Assert.True(outcomes is { Records: > 100, Errors: > 10_000 }, $"{outcomes}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000_000);
    }

    [Fact]
    public void A_newer_format_and_an_unknown_kind_are_called_what_they_are()
    {
        Assert.Equal(JournalFailure.NewerFormat, Assert.Throws<JournalException>(() => JournalDecoder.Decode(Sealed([2, 3, 0]))).Failure);
        Assert.Equal(JournalFailure.NewerFormat, Assert.Throws<JournalException>(() => JournalDecoder.Decode(Sealed([1, 42, 0]))).Failure);
        Assert.Equal(JournalFailure.Corrupt, Assert.Throws<JournalException>(() => JournalDecoder.Decode(Sealed([0, 3, 0]))).Failure);
    }

    [Fact]
    public void Long_texts_are_shortened_and_never_in_the_middle_of_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 3000));
        var failure = JournalEncoder.Describe("a", 1, new InvalidOperationException(text));
        Assert.InRange(failure.Message.Length, 3990, 4000);
        var record = (AttemptFailed)JournalDecoder.Decode(Encode(buffer => JournalEncoder.AttemptFailed(buffer, s_at, s_at, null, failure)));
        Assert.Equal(failure.Message, record.Failure.Message);
    }

    [Fact]
    public void A_snapshot_says_in_which_order_nodes_settled_and_an_old_one_by_their_times()
    {
        byte[] Snapshot(Action<RecordBuffer> sections) => Encode(buffer =>
        {
            var start = JournalEncoder.Begin(buffer, RecordKind.Snapshot);
            buffer.WriteString("order");
            buffer.WriteVarint(1);
            buffer.WriteString("00");
            buffer.WriteTime(s_at);
            buffer.WriteString("");
            buffer.WriteTime(null);
            buffer.WriteVarint(99);
            buffer.WriteUInt32(0);
            buffer.WriteVarint(3);
            foreach (var (name, status, seconds) in new[] { ("a", NodeStatus.Skipped, 9), ("b", NodeStatus.Waiting, 1), ("c", NodeStatus.Cancelled, 5) })
            {
                buffer.WriteString(name);
                buffer.WriteByte((byte)status);
                buffer.WriteVarint(0);
                buffer.WriteTime(s_at.AddSeconds(seconds));
            }
            sections(buffer);
            return JournalEncoder.End(buffer, start);
        });
        void Section(RecordBuffer buffer, byte kind, params byte[] content)
        {
            buffer.WriteByte(kind);
            buffer.WriteUInt32((uint)content.Length);
            buffer.WriteRaw(content);
        }
        RunSnapshot Read(byte[] record) => Assert.IsType<RunSnapshot>(JournalDecoder.Decode(record));

        Assert.Equal([7, 0, 3], Read(Snapshot(b => Section(b, 1, 7, 0, 3))).Orders());
        Assert.Equal([2, 0, 1], Read(Snapshot(_ => { })).Orders());
        Assert.Throws<JournalException>(() => Read(Snapshot(b => Section(b, 1, 7, 0))).Orders());
        Assert.Throws<JournalException>(() => Read(Snapshot(b => Section(b, 1, 7, 0, 3, 1))).Orders());
        Assert.Equal(JournalFailure.Corrupt, Assert.Throws<JournalException>(() => Read(Snapshot(b =>
        {
            Section(b, 1, 7, 0, 3);
            Section(b, 1, 7, 0, 3);
        }))).Failure);
        Assert.Equal(JournalFailure.NewerFormat, Assert.Throws<JournalException>(() => Read(Snapshot(b => Section(b, 250)))).Failure);
    }

    private static byte[] Sealed(byte[] content)
    {
        var bytes = new byte[content.Length + 4];
        content.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), Checksum.Of(content));
        return bytes;
    }
}
