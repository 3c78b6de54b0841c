using Npgsql;
using WorkflowGen.Tests;
using static WorkflowGen.Storage.PostgreSql.Tests.TestRuns;

namespace WorkflowGen.Storage.PostgreSql.Tests;

/// <summary>What a user meets who has something wrong: each time a message that says what to do, and nothing changed.</summary>
public sealed class PostgreSqlTroubleTests : IDisposable
{
    private readonly TestSchema _schema = new();

    public void Dispose() => _schema.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("orders.db")]
    [InlineData("Database=orders;Password=secret")]
    [InlineData("Host=db;Port=nine;Password=secret")]
    [InlineData("Host=db;Multiplexing=true;Password=secret")]
    public void A_connection_string_that_cannot_be_one_is_refused_where_it_is_written(string text)
    {
        var e = Assert.ThrowsAny<ArgumentException>(() => new PostgreSqlWorkflowStore(text));

        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Workflow")]
    [InlineData("a b")]
    [InlineData("x; DROP TABLE y")]
    [InlineData("1a")]
    [InlineData("pg_mine")]
    public void A_schema_that_cannot_be_one_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new PostgreSqlWorkflowStore(new PostgreSqlStoreOptions { ConnectionString = "Host=db", Schema = name }));

    [Fact]
    public void Options_that_contradict_themselves_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new PostgreSqlWorkflowStore(new PostgreSqlStoreOptions { ConnectionString = "Host=db", CommitConnections = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => new PostgreSqlWorkflowStore(new PostgreSqlStoreOptions { ConnectionString = "Host=db", ReadConnections = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => new PostgreSqlWorkflowStore(new PostgreSqlStoreOptions { ConnectionString = "Host=db", CommandTimeout = TimeSpan.Zero }));
        using var source = NpgsqlDataSource.Create("Host=db");
        Assert.ThrowsAny<ArgumentException>(() => new PostgreSqlWorkflowStore(new PostgreSqlStoreOptions { ConnectionString = "Host=db", DataSource = source }));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var e = await Refused(StoreFailure.Unavailable, static options => options.ConnectionString = "Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=orders");

        Assert.Contains("127.0.0.1:1/orders", e.Message, StringComparison.Ordinal);
        Assert.Contains("no server to be reached", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        // The server's pg_hba.conf asks this user, and nobody else, for a password.
        Assert.SkipUnless(_schema.Ask<bool>("SELECT EXISTS (SELECT FROM pg_hba_file_rules WHERE 'with_password' = ANY(user_name))"), "needs a server of eng/postgres.sh");
        _schema.Run("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'with_password') THEN CREATE ROLE with_password LOGIN PASSWORD 'right'; END IF; END $$");

        var e = await Refused(StoreFailure.Unavailable, static options => options.ConnectionString += ";Username=with_password;Password=secret");

        Assert.Contains("does not let this user in", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        var e = await Refused(StoreFailure.Unavailable, static options => options.ConnectionString += ";Database=nowhere");

        Assert.Contains("no such database", e.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_the_right_to_create_is_told_which_right()
    {
        using var role = new TestRole(_schema);

        var e = await Refused(StoreFailure.ReadOnly, options => options.ConnectionString += role.User);

        Assert.Contains("GRANT CREATE ON DATABASE", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_only_read_and_write_works_in_a_store_that_is_there()
    {
        await using (await _schema.Opened())
        {
        }

        using var role = new TestRole(_schema);
        _schema.Run($"GRANT USAGE ON SCHEMA $schema TO {role.Name}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA $schema TO {role.Name}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA $schema TO {role.Name}");
        await using (var store = await _schema.Opened(options => options.ConnectionString += role.User))
        {
            Assert.True((await store.CreateAsync(Taken("r1"), default)).Created);
            Assert.Equal(CommitResult.Committed, await store.CommitAsync(Commit("r1", 1, 1), default));
        }

        _schema.Run($"REVOKE ALL ON ALL TABLES IN SCHEMA $schema FROM {role.Name}; REVOKE ALL ON ALL SEQUENCES IN SCHEMA $schema FROM {role.Name}; REVOKE ALL ON SCHEMA $schema FROM {role.Name}");
    }

    [Fact]
    public async Task A_database_of_another_encoding_is_refused()
    {
        string database = $"ascii_{Guid.NewGuid():N}";
        _schema.Run($"CREATE DATABASE {database} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        try
        {
            var e = await Refused(StoreFailure.NotAStore, options => options.ConnectionString += $";Database={database};Pooling=false");

            Assert.Contains("SQL_ASCII", e.Message, StringComparison.Ordinal);
            Assert.Contains("--encoding=UTF8", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            _schema.Run($"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task A_server_that_accepts_no_changes_is_told()
    {
        const string ReadOnly = ";Options=-c default_transaction_read_only=on";
        var e = await Refused(StoreFailure.ReadOnly, static options => options.ConnectionString += ReadOnly);
        Assert.Contains("standby", e.Message, StringComparison.Ordinal);
        await using (var store = await _schema.Opened())
            await store.CreateAsync(Taken("r1"), default);

        await using var reader = await _schema.Opened(static options => options.ConnectionString += ReadOnly);

        Assert.NotNull(await reader.GetAsync("r1", default));
        Assert.Equal(StoreFailure.ReadOnly, (await Assert.ThrowsAsync<StoreException>(async () => await reader.CommitAsync(Commit("r1", 1, 1), default))).Failure);
        Assert.Equal(StoreFailure.ReadOnly, (await Assert.ThrowsAsync<StoreException>(async () => await reader.ClaimAsync(Claim(100), default))).Failure);
    }

    [Fact]
    public async Task A_schema_of_another_application_is_refused_and_left_alone()
    {
        _schema.Run("CREATE SCHEMA $schema; CREATE TABLE $schema.customers (id int)");

        var e = await Refused(StoreFailure.NotAStore);

        Assert.Contains("another application", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, _schema.Ask<long>("SELECT count(*) FROM pg_class WHERE relnamespace = '$schema'::regnamespace AND relkind IN ('r', 'S')"));
    }

    [Theory]
    [InlineData("CREATE TABLE $schema.store_format (colour text)")]
    [InlineData("CREATE TABLE $schema.store_format (application text, version int4); INSERT INTO $schema.store_format VALUES ('Other', 1)")]
    public async Task A_table_that_looks_like_the_stores_is_no_store(string sql)
    {
        _schema.Run("CREATE SCHEMA $schema; " + sql);

        await Refused(StoreFailure.NotAStore);
    }

    [Fact]
    public async Task An_empty_schema_becomes_a_store()
    {
        _schema.Run("CREATE SCHEMA $schema");
        await using var store = await _schema.Opened();

        Assert.True((await store.CreateAsync(New("r1"), default)).Created);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        await using (await _schema.Opened())
        {
        }

        int newer = PostgreSqlSchema.Current.Scripts.Count + 1;
        _schema.Run($"UPDATE $schema.store_format SET version = {newer}");

        var e = await Refused(StoreFailure.NewerFormat);

        Assert.Contains($"format {newer}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_an_older_version_is_brought_up_once_however_many_start()
    {
        await using (var store = await _schema.Opened())
            await store.CreateAsync(New("r1"), default);
        var newer = new PostgreSqlSchema([.. PostgreSqlSchema.Current.Scripts, "ALTER TABLE $schema.run ADD COLUMN colour text; CREATE TABLE $schema.more (id int)"]);

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var store = new PostgreSqlWorkflowStore(_schema.Options(), newer);
            await store.InitializeAsync(default);
            return store;
        })));

        foreach (var store in stores)
        {
            Assert.NotNull(await store.GetAsync("r1", default));
            await store.DisposeAsync();
        }

        Assert.Equal(newer.Scripts.Count, _schema.Ask<int>("SELECT version FROM $schema.store_format"));
        await Refused(StoreFailure.NewerFormat);
    }

    [Fact]
    public async Task A_migration_that_fails_changes_nothing()
    {
        await using (var store = await _schema.Opened())
            await store.CreateAsync(New("r1"), default);
        var broken = new PostgreSqlSchema([.. PostgreSqlSchema.Current.Scripts, "CREATE TABLE $schema.more (id int); CREATE TABLE $schema.run (id int)"]);

        await using (var store = new PostgreSqlWorkflowStore(_schema.Options(), broken))
            await Assert.ThrowsAsync<StoreException>(async () => await store.InitializeAsync(default));

        await using var again = await _schema.Opened();
        Assert.NotNull(await again.GetAsync("r1", default));
        Assert.True(_schema.Ask<bool>("SELECT to_regclass('$schema.more') IS NULL"));
    }

    [Fact]
    public async Task Rows_that_cannot_be_are_damage()
    {
        await using var store = await _schema.Opened();
        foreach (string id in new[] { "r1", "r2", "r3" })
            await store.CreateAsync(New(id), default);
        _schema.Run("UPDATE $schema.run SET status = 77 WHERE id = 'r1'; UPDATE $schema.run SET created_at = -5 WHERE id = 'r2'; DELETE FROM $schema.journal j USING $schema.run r WHERE r.id = 'r3' AND j.run = r.key");

        await Corrupt("r1", async () => await store.GetAsync("r1", default));
        await Corrupt("r2", async () => await store.LoadAsync("r2", default));
        await Corrupt("r3", async () => await store.LoadAsync("r3", default));
        await Corrupt("r3", async () => await store.ReadHistoryAsync("r3", default).GetAsyncEnumerator().MoveNextAsync());

        async Task Corrupt(string run, Func<Task> read)
        {
            var e = await Assert.ThrowsAsync<StoreException>(read);
            Assert.Equal(StoreFailure.Corrupt, e.Failure);
            Assert.Contains(run, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tables_that_somebody_has_dropped_are_told_of()
    {
        await using var store = await _schema.Opened();
        await store.CreateAsync(New("r1"), default);
        _schema.Run("DROP SCHEMA $schema CASCADE");

        Assert.Equal(StoreFailure.NotAStore, (await Assert.ThrowsAsync<StoreException>(async () => await store.GetAsync("r1", default))).Failure);
        Assert.Equal(StoreFailure.NotAStore, (await Assert.ThrowsAsync<StoreException>(async () => await store.CreateAsync(New("r2"), default))).Failure);
    }

    [Fact]
    public async Task Text_that_postgresql_cannot_hold_keeps_no_run_from_being_parked()
    {
        await using var store = await _schema.Opened();
        await store.CreateAsync(Taken("r1"), default);

        Assert.Equal(CommitResult.Committed, await store.CommitAsync(Commit("r1", 1, 1, To(RunStatus.Parked, 1) with { Reason = "a\0b\ud800c😀" }), default));

        Assert.Equal("a\uFFFDb\uFFFDc😀", (await store.GetAsync("r1", default))!.Reason);
    }

    [Fact]
    public async Task A_data_source_of_the_applications_own_is_used_and_left_open()
    {
        await using var source = NpgsqlDataSource.Create(PostgresServer.Shared.ConnectionString);
        await using (var store = await _schema.Opened(options => (options.ConnectionString, options.DataSource) = ("", source)))
            Assert.True((await store.CreateAsync(New("r1"), default)).Created);

        await using var command = source.CreateCommand($"SELECT count(*) FROM {_schema.Name}.run");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    private async Task<StoreException> Refused(StoreFailure failure, Action<PostgreSqlStoreOptions>? change = null)
    {
        await using var store = _schema.Store(change);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await store.InitializeAsync(default));
        Assert.True(e.Failure == failure, $"{e.Failure}: {e.Message}");
        return e;
    }

    private sealed class TestRole : IDisposable
    {
        private readonly TestSchema _schema;

        public TestRole(TestSchema schema)
        {
            _schema = schema;
            _schema.Run($"CREATE ROLE {Name} LOGIN");
        }

        public string Name { get; } = $"role_{Guid.NewGuid():N}";

        public string User => $";Username={Name};Pooling=false";

        public void Dispose() => _schema.Run($"DROP ROLE {Name}");
    }
}
