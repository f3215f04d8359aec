using System.Numerics;

namespace Selvedge.Core.Network.Defence;

/// <summary>Addresses that follow one another, both ends included.</summary>
/// <typeparam name="T">The address as a number: <see cref="uint"/> or <see cref="UInt128"/>.</typeparam>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest; not below <paramref name="First"/>.</param>
public readonly record struct AddressSpan<T>(T First, T Last)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>;
