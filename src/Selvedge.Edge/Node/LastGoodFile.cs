using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Selvedge.Edge.Node;

/// <summary>One file that survives crashes at any moment: written beside, synced, renamed; checked by a hash; the
/// generation before it is kept.</summary>
/// <remarks>Owner-only, since snapshots hold private keys. After a loss of power the rename may be undone; then the
/// generation before is found, which is as good.</remarks>
internal sealed class LastGoodFile(string directory, string name, ILogger logger)
{
    private const string Magic = "selvedge-last-good-1";

    private readonly string _current = Path.Combine(directory, name);
    private readonly string _previous = Path.Combine(directory, name + ".previous");
    private volatile string? _refusal;

    /// <summary>Why the last write did not happen, in one sentence; null where it did.</summary>
    public string? Refusal => _refusal;

    /// <summary>Writes a new generation; the present one becomes the previous.</summary>
    /// <returns>False where the disk refuses; what was there stays, and the log says why, once.</returns>
    public bool TryWrite(ReadOnlySpan<byte> content)
    {
        var temporary = _current + ".new";
        try
        {
            Directory.CreateDirectory(directory);
            File.Delete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Header(content)));
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (File.Exists(_current))
            {
                File.Move(_current, _previous, overwrite: true);
            }

            File.Move(temporary, _current, overwrite: true);
            _refusal = null;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NodeMetrics.Unkept.Add(1);
            if (_refusal != error.Message)
            {
                _refusal = error.Message;
                Log.LastGoodNotWritten(logger, _current, error.Message);
            }

            Discard(temporary);
            return false;
        }
    }

    /// <summary>The present generation, then the one before; damaged ones are left out with a word in the
    /// log.</summary>
    public IEnumerable<byte[]> Read()
    {
        foreach (var path in new[] { _current, _previous })
        {
            if (TryRead(path, out var content, out var reason))
            {
                yield return content;
            }
            else if (reason.Length > 0)
            {
                Log.LastGoodNotRead(logger, path, reason);
            }
        }
    }

    /// <summary>Drops the present generation for the one before it.</summary>
    public void StepBack()
    {
        try
        {
            File.Delete(_current);
            if (File.Exists(_previous))
            {
                File.Move(_previous, _current);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.LastGoodNotWritten(logger, _current, error.Message);
        }
    }

    // Half a file would only take the space that the next try needs.
    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next try begins by removing it.
        }
    }

    private static bool TryRead(string path, out byte[] content, out string reason)
    {
        content = [];
        reason = "";
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            if (new FileInfo(path).Length > Limits.FileBytesMax)
            {
                reason = "It is too large.";
                return false;
            }

            var bytes = File.ReadAllBytes(path);
            var line = Array.IndexOf(bytes, (byte)'\n');
            if (line >= 0 && bytes.AsSpan(line + 1) is var rest
                && Encoding.ASCII.GetString(bytes, 0, line + 1) == Header(rest))
            {
                content = rest.ToArray();
                return true;
            }

            reason = "It is truncated or damaged.";
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = error.Message;
            return false;
        }
    }

    private static string Header(ReadOnlySpan<byte> content) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Magic} {content.Length} {Convert.ToHexStringLower(SHA256.HashData(content))}\n");
}
