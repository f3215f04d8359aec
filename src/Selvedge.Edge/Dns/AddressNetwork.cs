using System.Numerics;

namespace Selvedge.Edge.Dns;

/// <summary>One network with its region.</summary>
/// <param name="First">Its lowest address.</param>
/// <param name="Length">How many leading bits it fixes.</param>
/// <param name="Region">The region's number.</param>
internal readonly record struct AddressNetwork<T>(T First, int Length, int Region)
    where T : IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    /// <summary>Its highest address.</summary>
    // A shift by the whole width would shift by nothing, hence the case of length 0.
    internal T Last => Length == 0
        ? T.MaxValue
        : First | ~(T.MaxValue << (int.CreateTruncating(T.PopCount(T.MaxValue)) - Length));
}
