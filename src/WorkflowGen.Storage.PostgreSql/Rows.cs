using Npgsql;
using NpgsqlTypes;

namespace WorkflowGen.Storage.PostgreSql;

/// <summary>
/// Rows that go to the server in one statement, however many they are: an array for each column. Used again for the next batch.
/// </summary>
internal sealed class Rows
{
    private readonly List<IColumn> _columns = [];
    private readonly NpgsqlParameter<long> _count = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private NpgsqlBatchCommand? _command;
    private string _sql = "";

    public int Count { get; private set; }

    /// <summary>
    /// The rows as a table <c>c</c> with the columns' names, in order. The limit is the number of rows: the planner, which cannot know it, takes them for one row, so that it always looks rows up by an index, one after the other and in this order,
    /// and never reads a whole table that was small when the statement was prepared.
    /// </summary>
    public string From =>
        $"(SELECT * FROM unnest({string.Join(", ", _columns.Select(static (c, i) => $"${i + 2}::{c.Type}[]"))}) AS u({string.Join(", ", _columns.Select(static c => c.Name))}) LIMIT $1) c";

    /// <summary>The names of the columns.</summary>
    public string Names => string.Join(", ", _columns.Select(static c => c.Name));

    public Column<short> Small(string name) => Add<short>(name, "int2", NpgsqlDbType.Smallint);

    public Column<int> Int(string name) => Add<int>(name, "int4", NpgsqlDbType.Integer);

    public Column<long> Big(string name) => Add<long>(name, "int8", NpgsqlDbType.Bigint);

    public Column<long?> BigOrNull(string name) => Add<long?>(name, "int8", NpgsqlDbType.Bigint);

    public Column<bool> Bool(string name) => Add<bool>(name, "bool", NpgsqlDbType.Boolean);

    public Column<string?> Text(string name) => Add<string?>(name, "text", NpgsqlDbType.Text);

    public Column<ReadOnlyMemory<byte>> Bytes(string name) => Add<ReadOnlyMemory<byte>>(name, "bytea", NpgsqlDbType.Bytea);

    /// <summary>Says what is done with the rows; called once.</summary>
    public void Statement(string sql) => _sql = sql;

    public void Next() => Count++;

    /// <summary>Adds the statement, if there are rows.</summary>
    public bool AddTo(NpgsqlBatch batch)
    {
        if (Count == 0)
            return false;
        _count.TypedValue = Count;
        // A command remembers the connection that it was prepared on; the parameters may go from one to the next.
        _command?.Parameters.Clear();
        _command = new NpgsqlBatchCommand(_sql);
        _command.Parameters.Add(_count);
        foreach (var column in _columns)
            _command.Parameters.Add(column.Parameter);
        batch.BatchCommands.Add(_command);
        return true;
    }

    public void Clear()
    {
        Count = 0;
        foreach (var column in _columns)
            column.Clear();
    }

    private Column<T> Add<T>(string name, string type, NpgsqlDbType dbType)
    {
        var column = new Column<T>(name, type, dbType);
        _columns.Add(column);
        return column;
    }

    private interface IColumn
    {
        string Name { get; }

        string Type { get; }

        NpgsqlParameter Parameter { get; }

        void Clear();
    }

    /// <summary>The values of one column.</summary>
    internal sealed class Column<T>(string name, string type, NpgsqlDbType dbType) : IColumn
    {
        private readonly List<T> _values = [];
        private NpgsqlParameter<List<T>>? _parameter;

        public string Name => name;

        public string Type => type;

        public NpgsqlParameter Parameter => _parameter ??= new() { NpgsqlDbType = NpgsqlDbType.Array | dbType, TypedValue = _values };

        public void Add(T value) => _values.Add(value);

        public void Clear() => _values.Clear();
    }
}
