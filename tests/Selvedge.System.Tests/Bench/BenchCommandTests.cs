using Selvedge.Bench;
using Selvedge.Bench.Circle;
using Selvedge.Bench.Figures;

namespace Selvedge.System.Tests.Bench;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData]
    [InlineData("nothing-of-this-name")]
    public async Task Without_an_area_of_the_name_all_are_listed_and_it_ends_with_2(params string[] arguments)
    {
        var (code, output, error) = await RunAsync([CircleArea.Area], arguments);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("circle", error, StringComparison.Ordinal);
        Assert.Contains("kill ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_goes_to_the_output_with_an_example()
    {
        var (code, output, error) = await RunAsync([CircleArea.Area], "circle", "--help");

        Assert.Equal(0, code);
        Assert.Contains("./selvedge bench circle", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public async Task An_unknown_part_is_refused_with_those_that_there_are()
    {
        var (code, output, error) = await RunAsync([Area(), Area("other")], "sample", "third");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Equal("selvedge bench: sample has no part third; it has first, second.\n", error);
    }

    [Theory]
    [InlineData(3.0, 0)]
    [InlineData(3.001, 1)]
    [InlineData(double.NaN, 1)]
    public async Task It_ends_with_1_where_one_target_is_missed(double value, int code)
    {
        Figure[] figures = [new("other", 0, "s", 0), new("slow", value, "s", 3), new("told", 99, "s")];

        Assert.Equal(code, (await RunAsync([Area("sample", figures)], "sample")).Code);
    }

    [Fact]
    public async Task Only_the_named_parts_are_measured_and_all_where_none_is_named()
    {
        List<string> measured = [];
        var area = Area() with
        {
            MeasureAsync = (parts, _, _, _) =>
            {
                measured.Add(string.Join(' ', parts));
                return Task.CompletedTask;
            },
        };

        await RunAsync([area], "sample", "second");
        await RunAsync([area], "sample");

        Assert.Equal(["second", "first second"], measured);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_said_and_ends_with_1_after_the_figures_so_far()
    {
        var area = Area() with
        {
            MeasureAsync = (_, _, report, _) =>
            {
                report([new Figure("first", 1, "s", 2)]);
                throw new TimeoutException("Nobody came.");
            },
        };

        var (code, output, error) = await RunAsync([area], "sample");

        Assert.Equal(1, code);
        Assert.Equal("first  1  s  <= 2  met\n", output);
        Assert.Contains("Nobody came.", error, StringComparison.Ordinal);
    }

    private static Area Area(string name = "sample", params Figure[] figures) => new(
        name,
        "Nothing real.",
        [("first", "one thing"), ("second", "another")],
        (_, _, report, _) =>
        {
            report(figures);
            return Task.CompletedTask;
        });

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        Area[] areas, params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await BenchCommand.RunAsync(arguments, areas, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
