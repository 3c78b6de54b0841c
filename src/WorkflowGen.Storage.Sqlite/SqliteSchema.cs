using System.Diagnostics;
using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>
/// The tables of a store, and the rules for opening a file: what is not a store of ours, is damaged, or was written by a newer version is refused before anything in it is changed. The format's number is
/// in <c>PRAGMA user_version</c>, and each script leads from one to the next.
/// </summary>
internal sealed class SqliteSchema(IReadOnlyList<string> scripts)
{
    /// <summary>"WFG1", in the header of each store's file.</summary>
    public const int ApplicationId = 0x57464731;

    /// <summary>Up to this size a file is checked whole when it is opened; damage in a larger one is found when it is read.</summary>
    private const long CheckedSize = 16 * 1024 * 1024;

    /// <summary>
    /// The journal is in order of arrival, so that a batch of many runs fills a few pages at its end, and found through an index of run and sequence: measured at 256 runs and 500 bytes an entry, a table
    /// clustered by run reaches half of that rate, as each run's last page is written for one entry. A run's last sequence is read from that index; no commit of entries touches the run's row.
    /// <c>claims</c> counts while <c>claims_seq</c> is the last sequence, and is 0 after. <c>due_at</c> is <see cref="RunTransitions.DueAt"/>.
    /// </summary>
    private const string Version1 = """
        CREATE TABLE definition (
            key INTEGER PRIMARY KEY,
            workflow TEXT NOT NULL,
            version INTEGER NOT NULL,
            UNIQUE (workflow, version)
        );
        CREATE TABLE run (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            definition INTEGER NOT NULL,
            status INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            wake_at INTEGER,
            epoch INTEGER NOT NULL,
            owner TEXT,
            lease_until INTEGER,
            cancel_at INTEGER,
            claims INTEGER NOT NULL,
            claims_seq INTEGER NOT NULL,
            reason TEXT,
            due_at INTEGER
        );
        CREATE INDEX run_due ON run (due_at, key, definition) WHERE due_at IS NOT NULL;
        CREATE INDEX run_ended ON run (updated_at, key) WHERE status IN (5, 6, 7);
        CREATE INDEX run_created ON run (created_at, id, definition);
        CREATE INDEX run_status ON run (status, created_at, id);
        CREATE TABLE journal (
            position INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            data BLOB NOT NULL
        );
        CREATE UNIQUE INDEX journal_run ON journal (run, seq);
        CREATE TABLE snapshot (
            run INTEGER PRIMARY KEY,
            seq INTEGER NOT NULL,
            data BLOB NOT NULL
        );
        """;

    /// <summary>
    /// Signals between runs. A consumed one leaves its payload, and its row where it has no key; the key stays for telling repeats until the run is deleted. A run's <c>last_signal</c> of 0 means that the table need not be
    /// asked about it.
    /// </summary>
    private const string Version2 = """
        ALTER TABLE run ADD COLUMN last_signal INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run ADD COLUMN parent_run TEXT;
        ALTER TABLE run ADD COLUMN parent_node TEXT;
        CREATE TABLE signal (
            position INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            name TEXT NOT NULL,
            key TEXT,
            at INTEGER NOT NULL,
            consumed INTEGER NOT NULL DEFAULT 0,
            data BLOB
        );
        CREATE UNIQUE INDEX signal_waiting ON signal (run, seq) WHERE consumed = 0;
        CREATE UNIQUE INDEX signal_key ON signal (run, name, key) WHERE key IS NOT NULL;
        """;

    /// <summary>
    /// Runs wait in lanes: a row for each queue, priority and tenant that was ever used, which a run names by number. Runs from before are in lane 1. A place within a limit counts while the run that it names is held in its
    /// epoch; starts are those of the last second. What a schedule's state says only the engine knows.
    /// </summary>
    private const string Version3 = """
        CREATE TABLE lane (
            key INTEGER PRIMARY KEY,
            queue TEXT NOT NULL,
            priority INTEGER NOT NULL,
            tenant TEXT NOT NULL,
            UNIQUE (queue, priority, tenant)
        );
        INSERT INTO lane (key, queue, priority, tenant) VALUES (1, 'default', 0, '');
        ALTER TABLE run ADD COLUMN lane INTEGER NOT NULL DEFAULT 1;
        DROP INDEX run_due;
        CREATE INDEX run_due ON run (lane, due_at, key, definition) WHERE due_at IS NOT NULL;
        CREATE TABLE schedule (
            name TEXT PRIMARY KEY,
            revision INTEGER NOT NULL,
            next_at INTEGER,
            state BLOB NOT NULL
        );
        CREATE TABLE permit (
            name TEXT NOT NULL,
            run INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            node TEXT NOT NULL,
            PRIMARY KEY (name, run, epoch, node)
        ) WITHOUT ROWID;
        CREATE INDEX permit_run ON permit (run);
        CREATE TABLE permit_start (
            position INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            at INTEGER NOT NULL
        );
        CREATE INDEX permit_start_name ON permit_start (name, at);
        """;

    public IReadOnlyList<string> Scripts => scripts;

    public static SqliteSchema Current { get; } = new([Version1, Version2, Version3]);

    /// <summary>Makes the opened file a store of the current format, or says why it cannot be one.</summary>
    public void Prepare(SqliteDatabase db, SqliteLocation location)
    {
        Refuse(db);
        if (raw.sqlite3_db_readonly(db.Handle, "main") != 0)
            throw SqliteErrors.Create(raw.SQLITE_READONLY, "the file was opened read-only", db.Path);
        CheckWhole(db);
        UseWriteAheadLog(db, location);
        if (db.QueryNumber("PRAGMA user_version") < scripts.Count)
            Migrate(db);
    }

    /// <summary>What was there before the first look may have been changed by another process before the transaction: it looks again.</summary>
    private void Migrate(SqliteDatabase db)
    {
        db.Execute("BEGIN IMMEDIATE");
        try
        {
            Refuse(db);
            for (int version = (int)db.QueryNumber("PRAGMA user_version"); version < scripts.Count; version++)
                Run(db, scripts[version]);
            db.Execute($"PRAGMA application_id = {ApplicationId}");
            db.Execute($"PRAGMA user_version = {scripts.Count}");
            db.Execute("COMMIT");
        }
        catch
        {
            db.Rollback();
            throw;
        }
    }

    private void Refuse(SqliteDatabase db)
    {
        long application = db.QueryNumber("PRAGMA application_id");
        long version = db.QueryNumber("PRAGMA user_version");
        bool empty = application == 0 && version == 0 && db.QueryNumber("SELECT count(*) FROM sqlite_master") == 0;
        if (!empty && application != ApplicationId)
            throw new StoreException(StoreFailure.NotAStore, $"'{db.Path}' is a SQLite database of another application. Nothing in it was changed; name another file for the store.");
        if (version > scripts.Count)
        {
            throw new StoreException(
                StoreFailure.NewerFormat,
                $"The SQLite store '{db.Path}' has format {version}, written by a newer version of WorkflowGen; this one knows up to {scripts.Count}. Nothing in it was changed; update the package.");
        }
    }

    private static void CheckWhole(SqliteDatabase db)
    {
        long size = FileLength(db.Path);
        // Pages that are only in the log are not in the file yet.
        if (FileLength(db.Path + "-wal") == 0 && db.QueryNumber("PRAGMA page_count") * db.QueryNumber("PRAGMA page_size") > size)
            throw SqliteErrors.Create(raw.SQLITE_CORRUPT, "the file is shorter than its header says", db.Path);
        if (size > CheckedSize)
            return;
        string said = db.QueryText("PRAGMA integrity_check(1)");
        if (said != "ok")
            throw SqliteErrors.Create(raw.SQLITE_CORRUPT, said, db.Path);
    }

    /// <summary>SQLite does not wait for the lock that the change of mode needs.</summary>
    private static void UseWriteAheadLog(SqliteDatabase db, SqliteLocation location)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                string mode = db.QueryText("PRAGMA journal_mode = WAL");
                if (mode == "wal")
                    return;
                throw new StoreException(StoreFailure.Unavailable, $"The SQLite store '{db.Path}' lies where SQLite cannot keep a write-ahead log (journal mode {mode}), as on some network drives. Name a file on a local disk.");
            }
            catch (StoreException e) when (e.Failure == StoreFailure.Locked && Stopwatch.GetElapsedTime(started) < location.BusyTimeout)
            {
                Thread.Sleep(10);
            }
        }
    }

    private static void Run(SqliteDatabase db, string script)
    {
        int result = raw.sqlite3_exec(db.Handle, script);
        if (result != raw.SQLITE_OK)
            throw SqliteErrors.From(db.Handle, result, db.Path);
    }

    private static long FileLength(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
