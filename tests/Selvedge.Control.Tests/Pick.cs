using CsCheck;

namespace Selvedge.Control.Tests;

/// <summary>Generators that CsCheck has no name for.</summary>
internal static class Pick
{
    /// <summary>Any one of some values.</summary>
    public static Gen<T> From<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
