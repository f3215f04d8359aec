using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Selvedge.Edge.Dns;

/// <summary>Values outside the collector's heap: a table of a million names costs no pause and never moves.</summary>
/// <remarks>Reading goes through a bounds-checked span. The owner frees it once nobody reads any more.</remarks>
internal sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged
{
    private const nuint CacheLineBytes = 64;
    private readonly int _length;
    private T* _values;

    /// <summary>Copies the values.</summary>
    internal NativeArray(ReadOnlySpan<T> values)
    {
        _length = values.Length;
        _values = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, (long)_length * sizeof(T)), CacheLineBytes);
        values.CopyTo(new Span<T>(_values, _length));
    }

    /// <summary>The values; empty once freed.</summary>
    internal ReadOnlySpan<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_values, _values == null ? 0 : _length);
    }

    /// <summary>How many bytes it holds.</summary>
    internal long Bytes => (long)_length * sizeof(T);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_values);
        _values = null;
    }
}
