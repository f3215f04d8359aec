using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Selvedge.Edge.Network.Routing;

/// <summary>A program that lives only as long as this process does and says so: killed or stopped, it takes the program
/// along within a second (<c>lifeline.pl</c>).</summary>
/// <remarks>Signs of life come from a thread of its own, since a busy pool of threads is no dead node.</remarks>
internal sealed class Lifeline : IAsyncDisposable
{
    // Some words for people; the rest is in the log.
    private const int LastLinesMax = 5;

    private readonly Process _keeper;
    private readonly Func<bool> _isAlive;
    private readonly Action<string> _said;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _beat;
    private readonly Queue<string> _last = new();

    private Lifeline(Process keeper, Func<bool> isAlive, Action<string> said)
    {
        (_keeper, _isAlive, _said) = (keeper, isAlive, said);
        _beat = new Thread(Beat) { IsBackground = true, Name = "lifeline" };
    }

    /// <summary>Whether the program has ended.</summary>
    public bool HasExited => _keeper.HasExited;

    /// <summary>What it said last.</summary>
    public string LastWords
    {
        get
        {
            lock (_last)
            {
                return string.Join(' ', _last);
            }
        }
    }

    /// <summary>Writes the keeper's script.</summary>
    public static void WriteScript(string path)
    {
        using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream("lifeline.pl")!;
        using var file = File.Create(path);
        script.CopyTo(file);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="script">Where <see cref="WriteScript"/> put it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="isAlive">Asked before each sign of life: where it says no, there is none.</param>
    /// <param name="said">Told each line of the program, on any thread.</param>
    /// <exception cref="BirdException">There is no perl.</exception>
    public static Lifeline Start(
        string script, IEnumerable<string> command, Func<bool> isAlive, Action<string> said)
    {
        var start = new ProcessStartInfo("perl")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(script),
            Environment = { ["TZ"] = "UTC" },
        };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(Limits.BeatSilence.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        var keeper = new Process { StartInfo = start };
        var line = new Lifeline(keeper, isAlive, said);
        keeper.OutputDataReceived += (_, text) => line.Take(text.Data);
        keeper.ErrorDataReceived += (_, text) => line.Take(text.Data);
        try
        {
            keeper.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            keeper.Dispose();
            throw new BirdException(BirdException.Unreachable, $"perl does not start: {error.Message}.", error);
        }

        keeper.BeginOutputReadLine();
        keeper.BeginErrorReadLine();
        line._beat.Start();
        return line;
    }

    /// <summary>Waits until the program has ended by itself.</summary>
    public Task ExitAsync(CancellationToken cancellation) => _keeper.WaitForExitAsync(cancellation);

    /// <summary>Kills the program, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        _end.Set();
        _beat.Join();
        // The beats' pipe is closed now: the keeper kills the program and ends.
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        _end.Dispose();
    }

    private void Beat()
    {
        var pipe = _keeper.StandardInput.BaseStream;
        try
        {
            do
            {
                if (_isAlive())
                {
                    pipe.WriteByte((byte)'.');
                    pipe.Flush();
                }
            }
            while (!_end.Wait(Limits.BeatInterval));
        }
        catch (IOException)
        {
            // The keeper has ended, and the program with it; whoever looks sees it.
        }

        try
        {
            _keeper.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // As above.
        }
    }

    private void Take(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        lock (_last)
        {
            _last.Enqueue(text);
            if (_last.Count > LastLinesMax)
            {
                _last.Dequeue();
            }
        }

        _said(text);
    }
}
