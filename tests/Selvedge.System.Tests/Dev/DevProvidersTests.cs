using System.Collections.Immutable;
using Selvedge.Control.NodeGroups;
using Selvedge.Dev;

namespace Selvedge.System.Tests.Dev;

/// <summary>The provider of the development network, with a program that does nothing in the place of nodes.</summary>
public sealed class DevProvidersTests : IDisposable
{
    private const string Node = "small-bcdfg";

    private readonly DevState _state = new(Directory.CreateTempSubdirectory("selvedge-live-").FullName);
    private readonly string _group;

    public DevProvidersTests()
    {
        DevProviders.Write(_state, new DevAddresses("127.99"));
        _group = Directory.CreateDirectory(Path.Combine(_state.Control, "node-groups", "small")).FullName;
        var program = Path.Combine(_state.Root, "idle");
        File.WriteAllText(program, "#!/bin/sh\nexec sleep 300\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => _state.Clear();

    [Fact]
    public async Task A_node_is_started_once_listed_while_it_runs_and_leaves_nothing()
    {
        Assert.Equal("127.99.11.1", Assert.Single((await AskAsync(ProviderCall.Create, Node)).Lines));
        var process = Process();
        var again = await Task.WhenAll(AskAsync(ProviderCall.Create, Node), AskAsync(ProviderCall.Create, Node));
        Assert.All(again, answer => Assert.Equal("127.99.11.1", Assert.Single(answer.Lines)));
        Assert.Equal(process, Process());
        Assert.Equal(
            "127.99.12.1", Assert.Single((await AskAsync(ProviderCall.Create, "small-bcdfh")).Lines));
        Assert.Equal([Node, "small-bcdfh"], (await AskAsync(ProviderCall.List, "")).Lines);

        Assert.Null((await AskAsync(ProviderCall.Delete, Node)).Failure);
        Assert.False(process.IsRunning);
        Assert.Null((await AskAsync(ProviderCall.Delete, Node)).Failure);
        Assert.Null((await AskAsync(ProviderCall.Delete, "small-bcdfh")).Failure);
        Assert.Empty((await AskAsync(ProviderCall.List, "")).Lines);
        Assert.Empty(Directory.GetFileSystemEntries(_group));
    }

    [Fact]
    public async Task Nodes_end_with_the_network_and_are_not_listed_after_it()
    {
        await AskAsync(ProviderCall.Create, Node);
        var process = Process();
        Assert.True(process.IsRunning);
        await DevProviders.EndNodesAsync(_state, TimeProvider.System);
        Assert.False(process.IsRunning);
        Assert.Empty((await AskAsync(ProviderCall.List, "")).Lines);
    }

    private RecordedProcess Process() => RecordedProcess.Read(Path.Combine(_group, Node, "pid"))!;

    private Task<ProviderAnswer> AskAsync(string verb, string node)
    {
        (string Name, string Value)[] variables =
        [
            ("SELVEDGE_GROUP", "small"), ("SELVEDGE_LOCATION", "fra"), ("SELVEDGE_NODE_SEED", "SU"),
            ("SELVEDGE_BUS_URL", "nats://127.99.0.1:4222"), ("SELVEDGE_BUS_AUTHORITY", "PEM"),
            ("SELVEDGE_HTTP_PORT", "8080"), ("SELVEDGE_HTTPS_PORT", "8443"),
            ("SELVEDGE_PROGRAM", Path.Combine(_state.Root, "idle")), ("SELVEDGE_STATE", _group),
        ];
        return new CommandProvider(_state.Providers, TimeSpan.FromSeconds(30), TimeProvider.System).RunAsync(
            new ProviderCall("local", verb, node, variables.ToImmutableSortedDictionary(
                pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)),
            TestContext.Current.CancellationToken);
    }
}
