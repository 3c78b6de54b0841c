using System.Buffers.Binary;
using WorkflowGen.Storage.LiteDb;

namespace WorkflowGen.Storage.Tests;

public sealed class SealedLogStreamTests
{
    private const int PageSize = 8192;

    [Fact]
    public void Nothing_reaches_the_file_before_the_seal()
    {
        var file = new PowerCutDisk(0, int.MaxValue).Create([]);
        using var log = new SealedLogStream(file);
        log.Write(new byte[PageSize]);
        log.Flush();

        Assert.Equal(0, file.Length);
        Assert.Equal(PageSize, log.Length);
        log.Seal();
        Assert.Equal(PageSize, file.Length);
    }

    [Fact]
    public void What_was_written_is_read_before_the_seal_after_it_and_across_both()
    {
        using var log = new SealedLogStream(new PowerCutDisk(0, int.MaxValue).Create([]));
        byte[] pages = new byte[200 * PageSize];
        new Random(1).NextBytes(pages);
        log.Write(pages.AsSpan(0, 70 * PageSize));
        Assert.True(Read(log, 0, 70 * PageSize).AsSpan().SequenceEqual(pages.AsSpan(0, 70 * PageSize)));
        log.Seal();
        log.Position = 70 * PageSize;
        log.Write(pages.AsSpan(70 * PageSize));

        Assert.True(Read(log, 0, pages.Length).AsSpan().SequenceEqual(pages));
        Assert.True(Read(log, 69 * PageSize, 2 * PageSize).AsSpan().SequenceEqual(pages.AsSpan(69 * PageSize, 2 * PageSize)));
        Assert.Empty(Read(log, pages.Length, 10));
        log.Seal();
        Assert.True(Read(log, 0, pages.Length).AsSpan().SequenceEqual(pages));
    }

    [Fact]
    public void The_log_starts_over()
    {
        var file = new PowerCutDisk(0, int.MaxValue).Create([]);
        using var log = new SealedLogStream(file);
        log.Write(new byte[3 * PageSize]);
        log.Seal();
        log.SetLength(0);
        Assert.Equal((0, 0), (file.Length, log.Length));

        log.Position = 0;
        log.Write(Page(1, 1));
        log.Seal();
        Assert.Equal(Page(1, 1), Read(log, 0, PageSize));
    }

    [Fact]
    public void What_is_sealed_is_not_written_again()
    {
        using var log = new SealedLogStream(new PowerCutDisk(0, int.MaxValue).Create([]));
        log.Write(new byte[PageSize]);
        log.Seal();
        log.Position = 0;

        Assert.Throws<InvalidOperationException>(() => log.Write(new byte[PageSize]));
    }

    [Fact]
    public void A_log_that_failed_is_of_no_further_use()
    {
        using var log = new SealedLogStream(new PowerCutDisk(0, cutAt: 2).Create([]));
        log.Write(new byte[PageSize]);

        Assert.Throws<IOException>(log.Seal);
        Assert.Throws<IOException>(log.Seal);
    }

    /// <summary>
    /// A log of transactions like LiteDB's: each page begins with a number of its transaction and a mark that is set on the last, and is otherwise filled with a function of the number, so that a torn page
    /// shows. Whatever survives the power loss, the marked transactions are whole, and those that were sealed are among them.
    /// </summary>
    [Fact]
    public void In_1500_power_cuts_no_mark_survives_without_its_pages_and_nothing_sealed_is_lost()
    {
        int cuts = 0, unsealedThatSurvived = 0;
        for (int seed = 0; cuts < 1500; seed++)
        {
            var random = new Random(seed);
            var disk = new PowerCutDisk(seed, cutAt: random.Next(1, 60));
            var file = disk.Create([]);
            var log = new SealedLogStream(file);
            int sealedTransactions = 0, started = 0;
            try
            {
                while (true)
                {
                    started++;
                    for (int pages = random.Next(1, 6), page = 1; page <= pages; page++)
                        log.Write(Page(started, page == pages ? (byte)1 : (byte)0));
                    log.Seal();
                    sealedTransactions = started;
                }
            }
            catch (IOException)
            {
                Assert.True(disk.IsCut);
            }

            cuts++;
            int survived = MarkedTransactions(disk.AfterPowerLoss(file), started);
            Assert.InRange(survived, sealedTransactions, started);
            unsealedThatSurvived += survived - sealedTransactions;
        }

        // A simulation in which nothing unsealed ever survived would not have tried much.
        Assert.InRange(unsealedThatSurvived, 1, cuts);
        TestContext.Current.TestOutputHelper?.WriteLine($"{cuts} power cuts; in {unsealedThatSurvived} an unsealed transaction survived whole");
    }

    [Fact]
    public void The_simulation_finds_a_log_that_writes_the_mark_with_the_pages()
    {
        int broken = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var disk = new PowerCutDisk(seed, cutAt: random.Next(1, 30));
            var file = disk.Create([]);
            try
            {
                for (long at = 0, transaction = 1; ; transaction++)
                {
                    byte[] pages = [.. Page((int)transaction, 0), .. Page((int)transaction, 1)];
                    file.Write(at, pages);
                    file.Sync();
                    at += pages.Length;
                }
            }
            catch (IOException)
            {
                try
                {
                    MarkedTransactions(disk.AfterPowerLoss(file), int.MaxValue);
                }
                catch (Xunit.Sdk.XunitException)
                {
                    broken++;
                }
            }
        }

        Assert.InRange(broken, 10, 500);
    }

    private static byte[] Page(int transaction, byte mark)
    {
        byte[] page = new byte[PageSize];
        for (int i = 0; i < PageSize; i += 4)
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(i), transaction);
        page[4] = mark;
        page[5] = page[6] = page[7] = 0;
        return page;
    }

    /// <summary>How many transactions count; each must be whole.</summary>
    private static int MarkedTransactions(byte[] log, int started)
    {
        int marked = 0;
        for (int at = 0; at + PageSize <= log.Length; at += PageSize)
        {
            if (log[at + 4] != 1)
                continue;
            int transaction = BinaryPrimitives.ReadInt32LittleEndian(log.AsSpan(at));
            Assert.InRange(transaction, 1, started);
            Assert.Equal(marked + 1, transaction);
            int first = at;
            while (first > 0 && log[first - PageSize + 4] == 0)
                first -= PageSize;
            for (int page = first; page <= at; page += PageSize)
                Assert.Equal(Page(transaction, page == at ? (byte)1 : (byte)0), log.AsSpan(page, PageSize).ToArray());
            marked++;
        }

        return marked;
    }

    private static byte[] Read(SealedLogStream log, long position, int count)
    {
        byte[] buffer = new byte[count];
        log.Position = position;
        int read = 0;
        while (read < count)
        {
            int some = log.Read(buffer, read, count - read);
            if (some == 0)
                break;
            read += some;
        }

        return buffer[..read];
    }
}
