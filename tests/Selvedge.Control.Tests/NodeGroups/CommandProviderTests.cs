using System.Collections.Immutable;
using System.Globalization;
using Selvedge.Control.NodeGroups;

namespace Selvedge.Control.Tests.NodeGroups;

/// <summary>Real commands, good and bad.</summary>
public sealed class CommandProviderTests : IDisposable
{
    private readonly ProviderFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_command_gets_verb_and_node_and_nothing_but_the_variables_it_is_told()
    {
        _folder.Write("tell", "echo \"$@\"; echo \"$SELVEDGE_GROUP\"; env | cut -d= -f1 | sort | tr '\\n' ' '; pwd");
        var answer = await RunAsync("tell", ProviderCall.Create, "small-bcdfg");

        Assert.Null(answer.Failure);
        Assert.Equal(["create small-bcdfg", "small"], answer.Lines.Take(2));
        var names = answer.Lines[2].Split(' ');
        Assert.Contains("PATH", names);
        Assert.Contains("SELVEDGE_GROUP", names);
        Assert.DoesNotContain("HOME", names);
        Assert.EndsWith(_folder.Path, answer.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_fails_tells_its_last_line_as_the_reason()
    {
        _folder.Write("fail", "echo 127.0.0.9; echo trying >&2; echo 'quota exceeded' >&2; exit 3");
        _folder.Write("mute", "exit 4");

        Assert.Equal("fail create n: quota exceeded", (await RunAsync("fail")).Failure);
        Assert.Equal("mute create n ended with exit code 4 and wrote no reason.", (await RunAsync("mute")).Failure);
    }

    [Fact]
    public async Task A_command_that_hangs_is_ended_with_all_that_it_started()
    {
        _folder.Write("hang", "echo waiting for a quota >&2; sleep 300 & echo $! > \"$SELVEDGE_STATE/pid\"; wait");
        var answer = await RunAsync("hang", limit: TimeSpan.FromMilliseconds(1500));

        Assert.Equal(
            "hang create n did not end within 1s500ms and was ended. waiting for a quota", answer.Failure);
        var child = int.Parse(File.ReadAllText(_folder.State("pid")), CultureInfo.InvariantCulture);
        await ProviderFolder.EndedAsync(child);
    }

    [Fact]
    public async Task A_child_that_holds_the_output_open_does_not_hold_the_answer()
    {
        _folder.Write("start", "sleep 300 & echo $! > \"$SELVEDGE_STATE/pid\"; echo 127.0.0.9");
        var answer = await RunAsync("start");
        try
        {
            Assert.Equal((null, "127.0.0.9"), (answer.Failure, Assert.Single(answer.Lines)));
        }
        finally
        {
            ProviderFolder.End(int.Parse(File.ReadAllText(_folder.State("pid")), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task A_command_that_floods_is_ended_and_one_that_complains_at_length_is_not()
    {
        _folder.Write("flood", "yes");
        _folder.Write("loud", "yes complaint | head -c 3000000 >&2; echo 127.0.0.9");
        _folder.Write("wordy", "head -c 70000 /dev/zero | tr '\\0' x");

        Assert.Equal("flood create n printed more than 65536 bytes and was ended.", (await RunAsync("flood")).Failure);
        Assert.Equal("127.0.0.9", Assert.Single((await RunAsync("loud")).Lines));
        Assert.StartsWith(
            "wordy create n printed more than 65536 bytes", (await RunAsync("wordy")).Failure,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../sh", "is no plain file name")]
    [InlineData("/bin/sh", "is no plain file name")]
    [InlineData(".hidden", "is no plain file name")]
    [InlineData("", "is no plain file name")]
    [InlineData("absent", "There is no absent in ")]
    [InlineData("plain", "plain cannot be started: ")]
    public async Task What_is_no_command_of_the_folder_is_told_with_the_way_out(string command, string told)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "plain"), "no script");
        File.WriteAllText(Path.Combine(_folder.Path, ".hidden"), "#!/bin/sh\n");
        var failure = (await RunAsync(command)).Failure;
        Assert.Contains(told, failure, StringComparison.Ordinal);
        Assert.EndsWith(".", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_there_are_no_commands() => Assert.Contains(
        "set scaling.nodes.providers",
        (await new CommandProvider("", TimeSpan.FromSeconds(1), TimeProvider.System).RunAsync(
            Call("any", ProviderCall.List, ""), Cancellation)).Failure,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_control_plane_that_stops_ends_the_command()
    {
        _folder.Write("hang", "echo $$ > \"$SELVEDGE_STATE/pid\"; exec sleep 300");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = new CommandProvider(_folder.Path, TimeSpan.FromSeconds(60), TimeProvider.System)
            .RunAsync(Call("hang", ProviderCall.Create, "n"), stop.Token);
        var child = await _folder.ReadIdAsync("pid");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await ProviderFolder.EndedAsync(child);
    }

    private Task<ProviderAnswer> RunAsync(
        string command, string verb = ProviderCall.Create, string node = "n", TimeSpan? limit = null) =>
        new CommandProvider(_folder.Path, limit ?? TimeSpan.FromSeconds(30), TimeProvider.System)
            .RunAsync(Call(command, verb, node), Cancellation);

    private ProviderCall Call(string command, string verb, string node) => new(
        command, verb, node, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("SELVEDGE_GROUP", "small").Add("SELVEDGE_STATE", _folder.State("")));
}
