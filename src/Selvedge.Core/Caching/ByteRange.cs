namespace Selvedge.Core.Caching;

/// <summary>One range of bytes that is asked for (RFC 9110, section 14.1.2).</summary>
/// <param name="First">The first byte; null: the last <paramref name="Last"/> bytes.</param>
/// <param name="Last">The last byte, inclusive; null: to the end.</param>
public readonly record struct ByteRange(long? First, long? Last)
{
    /// <summary>Finds the range within a representation of the length.</summary>
    /// <returns>False where no byte of it exists (416).</returns>
    public bool TryResolve(long length, out long offset, out long count)
    {
        offset = 0;
        count = 0;
        if (First is { } first)
        {
            if (first >= length)
            {
                return false;
            }

            offset = first;
            count = Math.Min(Last ?? long.MaxValue, length - 1) - first + 1;
            return true;
        }

        count = Math.Min(Last ?? 0, length);
        offset = length - count;
        return count > 0;
    }
}
