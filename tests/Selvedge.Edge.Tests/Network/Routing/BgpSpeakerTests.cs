using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Core.Nodes;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Edge.Network.Routing;

namespace Selvedge.Edge.Tests.Network.Routing;

public sealed class BgpSpeakerTests : IDisposable
{
    // Says what it is told to on its control socket, whatever it is asked.
    private const string Parrot = """
        #!/usr/bin/perl
        use strict; use warnings; use Socket;
        if ("@ARGV" =~ /--version/) { print "BIRD version 2.0.12\n"; exit 0 }
        my ($socket) = "@ARGV" =~ /-s (\S+)/;
        my @answers = ("0001 BIRD 2.0.12 ready.\n", ANSWER);
        socket(my $server, PF_UNIX, SOCK_STREAM, 0) or die;
        bind($server, sockaddr_un($socket)) or die "$!";
        listen($server, 5);
        $SIG{PIPE} = 'IGNORE';
        while (accept(my $client, $server)) {
            next if fork();
            my $told = 0;
            do { syswrite $client, $answers[$told] // $answers[-1]; $told++ } while (sysread $client, my $asked, 4096);
            exit 0;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-bgp-").FullName;

    [Theory]
    [InlineData("\"no answer\\n\"", "cannot be read: NoCode")]
    [InlineData("\" \\0\\n\"", "cannot be read: NotText")]
    [InlineData("\"x\" x 100000", "cannot be read: LineTooLong")]
    [InlineData("\"1000-half\\n\"", "does not answer")]
    public async Task Odd_answers_are_told_and_end_no_loop(string answer, string told)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "BIRD is run on Linux by root only.");
        var program = Path.Combine(_folder, "bird");
        await File.WriteAllTextAsync(
            program, Parrot.Replace("ANSWER", answer, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await RunAsync(program, report => report.Problem.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_bird_it_says_how_to_have_it_and_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Others are told of root first.");
        await RunAsync(
            Path.Combine(_folder, "none"),
            report => report.Off.Contains("install bird2", StringComparison.Ordinal)
                && report.Announcements.Single() is { Desired: "Announced", Observed: 0 });
    }

    [Theory]
    [InlineData("BIRD version 2.0.12", true)]
    [InlineData("BIRD version 2.17.1", true)]
    [InlineData("BIRD version 2.0.7", false)]
    [InlineData("BIRD version 3.1.0", false)]
    [InlineData("bird: some other bird", false)]
    [InlineData("", false)]
    public void Only_versions_that_are_spoken_to_are_used(string output, bool good) =>
        Assert.Equal(good, BirdProgram.Judge("bird", output).Length == 0);

    [Fact]
    public void A_section_that_becomes_no_configuration_is_refused_with_every_problem()
    {
        var section = Section() with
        {
            Peers = [new RoutingPeer("a", "", "10.0.0.1", 0, 64512) { Password = "\"", Communities = ["70000:1"] }],
        };
        using var speaker = Speaker("bird");

        var refusal = Assert.Single(speaker.Check(
            Snapshot.Empty("fra") with { Routing = section },
            new Manifest("fra", 1, [new SectionEntry("routing", SectionKind.Routing, "00")])));

        Assert.Equal("routing", refusal.Key);
        Assert.Contains("AS number", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("password", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains("70000:1", refusal.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RoutingSection Section() => new(
        [new RoutedPrefix("any", "192.0.2.0/24", 64512, [], [], 1, ["fra"])],
        [new RoutingPeer("transit", "", "127.0.0.77", 64500, 64512)]);

    private BgpSpeaker Speaker(string program) => new(
        new RoutingOptions
        {
            Node = "n1",
            Location = "fra",
            StateDirectory = Path.Combine(_folder, "state"),
            Bird = program,
        },
        TimeProvider.System,
        NullLogger<BgpSpeaker>.Instance);

    private async Task RunAsync(string program, Func<RoutingReport, bool> condition)
    {
        using var speaker = Speaker(program);
        var seen = new TaskCompletionSource();
        speaker.Changed += () =>
        {
            if (speaker.Report is { } report && condition(report))
            {
                seen.TrySetResult();
            }
        };
        using var stop = new CancellationTokenSource();
        speaker.Swap(Snapshot.Empty("fra") with { Routing = Section() });
        speaker.Swap(new VerdictTable(1, DateTimeOffset.UnixEpoch, ImmutableArray<Verdict>.Empty));
        var running = speaker.RunAsync(stop.Token);

        var first = await Task.WhenAny(
            seen.Task, running, Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.True(first == seen.Task, $"{running.Status} {running.Exception} {speaker.Report}");

        // It is still there, and ends when it is told to.
        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
    }
}
