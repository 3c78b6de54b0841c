namespace OrderProcessing;

public sealed record Order(string Id, string Article, int Quantity, decimal Price);

public sealed record ValidOrder(string Id, string Article, int Quantity, decimal Total)
{
    public static ValidOrder From(Order order) => order switch
    {
        { Quantity: < 1 } => throw new InvalidOrderException($"Order '{order.Id}' asks for {order.Quantity} pieces."),
        { Price: <= 0 } => throw new InvalidOrderException($"Order '{order.Id}' has the price {order.Price}."),
        _ => new ValidOrder(order.Id, order.Article, order.Quantity, order.Quantity * order.Price),
    };
}

public sealed record Availability(string Warehouse, int Pieces);

public sealed record Payment(string Id, decimal Amount);

public sealed record Allocation(string Warehouse, string Article, int Quantity);

public sealed record Invoice(string Number, decimal Amount);

public sealed record Shipment(string Tracking);

public sealed record Confirmation(string Order, string Invoice, string Tracking, DateTimeOffset At);

public sealed class InvalidOrderException(string message) : Exception(message);

/// <summary>Worth another try, unlike a card that was refused.</summary>
public sealed class PaymentServiceBusyException(string message) : Exception(message);
