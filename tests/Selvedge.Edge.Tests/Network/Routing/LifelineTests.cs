using System.Diagnostics;
using Selvedge.Edge.Network.Routing;

namespace Selvedge.Edge.Tests.Network.Routing;

public sealed class LifelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-lifeline-").FullName;

    private string Script
    {
        get
        {
            var path = Path.Combine(_folder, "lifeline.pl");
            Lifeline.WriteScript(path);
            return path;
        }
    }

    [Fact]
    public async Task A_program_lives_while_somebody_says_so_and_dies_of_silence()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/perl"), "This test needs perl.");
        var alive = true;
        var told = new TaskCompletionSource<int>();
        await using var line = Lifeline.Start(
            Script, ["sh", "-c", "echo $$; exec sleep 100"], () => Volatile.Read(ref alive),
            text => told.TrySetResult(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        var id = await told.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        // Longer than silence is borne.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Assert.False(line.HasExited);

        Volatile.Write(ref alive, false);
        var began = Stopwatch.StartNew();
        await line.ExitAsync(TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists($"/proc/{id}"), $"It lives after {began.Elapsed}.");
    }

    [Fact]
    public async Task An_end_of_the_line_ends_the_program_and_a_program_that_does_not_start_says_why()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/perl"), "This test needs perl.");
        var line = Lifeline.Start(Script, ["sleep", "100"], () => true, _ => { });
        await line.DisposeAsync();

        await using var none = Lifeline.Start(Script, ["/nowhere/bird"], () => true, _ => { });
        await none.ExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("/nowhere/bird does not start", none.LastWords, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
