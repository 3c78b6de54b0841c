namespace OrderProcessing;

public sealed record OrderLine(string Article, int Quantity, decimal Price);

public sealed record Order(string Id, IReadOnlyList<OrderLine> Lines);

public sealed record ValidOrder(string Id, IReadOnlyList<OrderLine> Lines, decimal Total)
{
    public static ValidOrder From(Order order)
    {
        if (order.Lines.Count == 0)
            throw new InvalidOrderException($"Order '{order.Id}' has no lines.");
        foreach (var line in order.Lines)
        {
            if (line.Quantity < 1)
                throw new InvalidOrderException($"Order '{order.Id}' asks for {line.Quantity} pieces of '{line.Article}'.");
            if (line.Price <= 0)
                throw new InvalidOrderException($"Order '{order.Id}' has the price {line.Price} for '{line.Article}'.");
        }
        return new ValidOrder(order.Id, order.Lines, order.Lines.Sum(l => l.Quantity * l.Price));
    }
}

public sealed record Approval(string By, bool Granted);

/// <summary>A closed family: the compiler knows that there is no third case.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    public sealed record Accepted(ValidOrder Order) : Decision;

    public sealed record Refused(string Order, string Why) : Decision;

    public static Decision Of(ValidOrder order, Approval? approval) => (order.Total, approval) switch
    {
        ( < 1_000, _) => new Accepted(order),
        (_, { Granted: true }) => new Accepted(order),
        (_, { Granted: false, By: var who }) => new Refused(order.Id, $"{who} did not agree"),
        _ => new Refused(order.Id, "nobody answered in time"),
    };
}

public sealed record Availability(string Warehouse, string Article, int Pieces);

public sealed record Payment(string Id, decimal Amount);

public sealed record Allocation(string Warehouse, int Pieces);

public sealed record Invoice(string Number, decimal Amount);

public sealed record Shipment(string Tracking);

public abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Confirmed(string Order, string Invoice, string Tracking, DateTimeOffset At) : Outcome;

    public sealed record Declined(string Order, string Why) : Outcome;
}

public sealed class InvalidOrderException(string message) : Exception(message);

public sealed class OutOfStockException(string message) : Exception(message);

/// <summary>Worth another try, unlike a card that was refused.</summary>
public sealed class PaymentServiceBusyException(string message) : Exception(message);
