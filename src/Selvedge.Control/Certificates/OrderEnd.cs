namespace Selvedge.Control.Certificates;

/// <summary>How one attempt at an order ended.</summary>
/// <param name="Failure">Null: a certificate is in the Secret, or the document went away meanwhile.</param>
/// <param name="KeepsOrder">Whether the order is still good and the next attempt goes on with it.</param>
internal sealed record OrderEnd(AcmeFailure? Failure, bool KeepsOrder)
{
    /// <summary>Issued, stored, written into the status.</summary>
    public static OrderEnd Issued { get; } = new(null, false);

    /// <summary>The Certificate was removed, or an operator put a Secret of their own: nothing more to do.</summary>
    public static OrderEnd Moot { get; } = new(null, false);

    /// <summary>Failed; what may pass by itself keeps its order.</summary>
    public static OrderEnd Failed(AcmeFailure failure) => new(failure, failure.IsTransient);

    /// <summary>Failed, and the order with it.</summary>
    public static OrderEnd Lost(AcmeFailure failure) => new(failure, false);
}
