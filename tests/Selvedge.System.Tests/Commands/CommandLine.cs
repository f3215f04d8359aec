using Selvedge.Commands;

namespace Selvedge.System.Tests.Commands;

/// <summary>Runs command lines in this process.</summary>
internal static class CommandLine
{
    /// <summary>Runs one.</summary>
    /// <returns>The exit code, and what it wrote.</returns>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SelvedgeCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>What a printer writes, line by line, without the last line's end.</summary>
    public static string[] Lines(Action<TextWriter> print)
    {
        using var output = new StringWriter();
        print(output);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
