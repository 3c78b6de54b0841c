using System.Runtime.CompilerServices;

namespace WorkflowGen.Execution;

/// <summary>What generated code keeps of a stream step that is being enumerated. A field of the executor; not copied. The default is not open.</summary>
/// <typeparam name="T">The items.</typeparam>
public struct StreamCursor<T>
{
    private Enumeration? _items;

    /// <summary>Whether the step has been called, and its items are being taken.</summary>
    public readonly bool IsOpen => _items is not null;

    /// <summary>The item that was taken last.</summary>
    public readonly T Current => _items!.Current;

    /// <summary>Begins to enumerate what the step returned.</summary>
    public void Open(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = new Enumeration(items.GetAsyncEnumerator(cancellationToken));
    }

    /// <summary>Begins to take the next item. True: at once, and <paramref name="moved"/> says whether there is one. False: <see cref="End"/> follows after the continuation.</summary>
    public bool Begin(Action continuation, out bool moved)
    {
        moved = false;
        try
        {
            if (!_items!.Begin(continuation))
                return false;
        }
        catch
        {
            Abandon();
            throw;
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
            over = !_items!.End();
            return !over;
        }
        finally
        {
            if (over)
                Abandon();
        }
    }

    /// <summary>Ends the enumeration, without waiting for it; without effect where none is open. It is disposed of as soon as it is not at work on an item.</summary>
    public void Abandon()
    {
        var items = _items;
        _items = null;
        items?.Abandon();
    }

    // An enumerator must not be disposed of while it moves: who gives it up then leaves that to the end of the move, on whichever thread it comes.
    private sealed class Enumeration
    {
        private const int Idle = 0;
        private const int Moving = 1;
        private const int Abandoned = 2;

        private readonly IAsyncEnumerator<T> _items;
        private readonly Action _onMoved;
        private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _move;
        private Action? _continuation;
        private int _state;

        public Enumeration(IAsyncEnumerator<T> items)
        {
            _items = items;
            _onMoved = OnMoved;
        }

        public T Current => _items.Current;

        /// <summary>True: it has moved at once.</summary>
        public bool Begin(Action continuation)
        {
            _move = _items.MoveNextAsync().ConfigureAwait(false).GetAwaiter();
            if (_move.IsCompleted)
                return true;
            _continuation = continuation;
            _state = Moving;
            _move.UnsafeOnCompleted(_onMoved);
            return false;
        }

        public bool End()
        {
            var move = _move;
            _move = default;
            return move.GetResult();
        }

        public void Abandon()
        {
            if (Interlocked.CompareExchange(ref _state, Abandoned, Moving) != Moving)
                _ = DisposeAsync();
        }

        private void OnMoved()
        {
            if (Interlocked.CompareExchange(ref _state, Idle, Moving) == Moving)
            {
                _continuation!();
                return;
            }
            Observe();
            _ = DisposeAsync();
        }

        // What it throws now is nobody's: everything that was asked of it had been answered, or was given up.
        private void Observe()
        {
            try
            {
                End();
            }
            catch (Exception)
            {
            }
        }

        private async Task DisposeAsync()
        {
            try
            {
                await _items.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
            }
        }
    }
}
