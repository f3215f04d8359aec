using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Control.Compile;

/// <summary>One section as it goes out.</summary>
/// <param name="Entry">Its key, kind and hash.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record CompiledSection(SectionEntry Entry, byte[] Bytes)
{
    /// <summary>Writes a section; the same value gives the same bytes.</summary>
    public static CompiledSection Of<T>(string key, SectionKind kind, T value)
    {
        var bytes = CoreJson.Write(value);
        return new CompiledSection(new SectionEntry(key, kind, SectionEntry.HashOf(bytes)), bytes);
    }
}
