using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;

namespace Selvedge.Edge.Node;

/// <summary>Remembers across crashes which snapshot was being tried, and which one is not to be tried again.</summary>
/// <remarks>Being killed from outside within <see cref="Limits.ProvenAfter"/> of a new snapshot looks like a crash; it
/// takes two of them, in a row, on the same snapshot.</remarks>
internal sealed class CrashMark(string directory)
{
    private readonly string _path = Path.Combine(directory, "trying");

    /// <summary>What was being tried when the process last ended; null where it had proven itself.</summary>
    public Trial? Read()
    {
        try
        {
            return File.Exists(_path) && CoreJson.TryRead<Trial>(File.ReadAllBytes(_path), out var trial, out _)
                ? trial
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Notes what is about to be tried. On a disk that refuses, nothing is remembered.</summary>
    public void Write(Trial trial)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using var file = new FileStream(_path, FileMode.Create, FileAccess.Write);
            file.Write(CoreJson.Write(trial));
            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The trial went well.</summary>
    public void Clear()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>One trial.</summary>
    /// <param name="Lineage">Of the manifest.</param>
    /// <param name="Epoch">Of the manifest.</param>
    /// <param name="Crashes">How often the process died from it before.</param>
    internal sealed record Trial(string Lineage, long Epoch, int Crashes)
    {
        public bool IsOf(Manifest manifest) => manifest.Lineage == Lineage && manifest.Epoch == Epoch;
    }
}
