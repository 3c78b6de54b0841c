using System.Runtime.CompilerServices;

namespace WorkflowGen.Execution;

/// <summary>What generated code keeps of a stream step that is being enumerated. A field of the executor; not copied. The default is not open.</summary>
/// <typeparam name="T">The items.</typeparam>
public struct StreamCursor<T>
{
    private IAsyncEnumerator<T>? _items;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _move;

    /// <summary>Whether the step has been called, and its items are being taken.</summary>
    public readonly bool IsOpen => _items is not null;

    /// <summary>The item that was taken last.</summary>
    public readonly T Current => _items!.Current;

    /// <summary>Begins to enumerate what the step returned.</summary>
    public void Open(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = items.GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>Begins to take the next item. True: at once, and <paramref name="moved"/> says whether there is one. False: <see cref="End"/> follows after the continuation.</summary>
    public bool Begin(Action continuation, out bool moved)
    {
        moved = false;
        try
        {
            _move = _items!.MoveNextAsync().ConfigureAwait(false).GetAwaiter();
        }
        catch
        {
            Abandon();
            throw;
        }
        if (!_move.IsCompleted)
        {
            _move.UnsafeOnCompleted(continuation);
            return false;
        }
        moved = End();
        return true;
    }

    /// <summary>Whether there is an item; if not, or if there was an exception, the enumeration is over.</summary>
    public bool End()
    {
        var over = true;
        try
        {
            over = !_move.GetResult();
            return !over;
        }
        finally
        {
            _move = default;
            if (over)
                Abandon();
        }
    }

    /// <summary>Ends the enumeration, without waiting for it; without effect where none is open.</summary>
    public void Abandon()
    {
        var items = _items;
        _items = null;
        _move = default;
        if (items is not null)
            _ = DisposeAsync(items);
    }

    // What it throws is nobody's: everything that was asked of it had been answered, or was given up.
    private static async Task DisposeAsync(IAsyncEnumerator<T> items)
    {
        try
        {
            await items.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
        }
    }
}
