using System.Diagnostics;
using System.Globalization;

namespace Selvedge.Bench;

/// <summary>Tells a person what is being measured: live on a terminal, a plain line a step elsewhere.</summary>
internal sealed class Progress(TextWriter output)
{
    private readonly bool _terminal =
        ReferenceEquals(output, System.Console.Error) && !System.Console.IsErrorRedirected;

    private readonly bool _colour =
        ReferenceEquals(output, System.Console.Error) && !System.Console.IsErrorRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Runs one step and tells its end.</summary>
    public async Task<T> StepAsync<T>(string what, Func<Task<T>> step)
    {
        var began = Stopwatch.StartNew();
        if (_terminal)
        {
            await output.WriteAsync($"  {Paint("…", "33")} {what}");
        }

        try
        {
            var result = await step();
            await EndAsync(Paint("✓", "32"), what, began);
            return result;
        }
        catch
        {
            await EndAsync(Paint("✗", "31"), what, began);
            throw;
        }
    }

    /// <summary>Tells what happened meanwhile.</summary>
    public void Note(string text) => output.WriteLine($"{(_terminal ? "\r\e[2K" : "")}  {Paint("·", "33")} {text}");

    private Task EndAsync(string mark, string what, Stopwatch began)
    {
        var took = began.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return output.WriteLineAsync($"{(_terminal ? "\r\e[2K" : "")}  {mark} {what,-60} {took,6} s");
    }

    private string Paint(string text, string code) => _colour ? $"\e[{code}m{text}\e[0m" : text;
}
