using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using Selvedge.Core.Resources;

namespace Selvedge.Commands;

/// <summary>The options that several commands share: one name, one meaning, and one complaint.</summary>
internal static class CommandOptions
{
    /// <summary><c>-o</c>.</summary>
    public static Option<string> Output { get; } = Form("json", "yaml", "table");

    /// <summary><c>-o</c> of commands that list documents.</summary>
    public static Option<string> WideOutput { get; } = Form("json", "yaml", "table", "wide");

    /// <summary><c>--kubeconfig</c>.</summary>
    public static Option<string> Kubeconfig { get; } = new("--kubeconfig")
    {
        Description = "Which network: a kubeconfig. Else KUBECONFIG, else the nearest .selvedge/kubeconfig",
        HelpName = "FILE",
    };

    /// <summary><c>-n</c>.</summary>
    public static Option<string> Namespace { get; } = new("--namespace", "-n")
    {
        Description = "The namespace; else the kubeconfig's",
        HelpName = "NAME",
    };

    /// <summary><c>-A</c>.</summary>
    public static Option<bool> AllNamespaces { get; } =
        new("--all-namespaces", "-A") { Description = "Every namespace" };

    /// <summary>A command about a network: with the option that names the network.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="summary">One line in the list of commands.</param>
    /// <param name="more">What else a person should know, in sentences; may be empty.</param>
    /// <param name="examples">At least one.</param>
    public static DocumentedCommand Named(
        string name, string summary, string more, params ImmutableArray<string> examples) =>
        new(name, summary, more, examples) { Kubeconfig };

    /// <summary><c>--from</c>: a client's address.</summary>
    public static Option<string> From(string description)
    {
        var option = new Option<string>("--from")
        {
            Description = description,
            HelpName = "IP",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && !IPAddress.TryParse(word.Value, out _))
            {
                result.AddError($"--from {word.Value} is not an IP address. Write, for example, --from 203.0.113.9.");
            }
        });
        return option;
    }

    /// <summary>An option that is a duration.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="orElse">The default, as a person writes it.</param>
    public static Option<TimeSpan> Span(string name, string description, string orElse) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        DefaultValueFactory = _ => Duration.TryParse(orElse, out var span) ? span : TimeSpan.Zero,
        CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (!Duration.TryParse(word, out var span) || span == TimeSpan.Zero)
            {
                result.AddError($"{name} {word} is no duration. Write, for example, {name} {orElse}.");
            }

            return span;
        },
    };

    private static Option<string> Form(params string[] forms)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How it is shown",
            HelpName = string.Join('|', forms),
            DefaultValueFactory = _ => "table",
        };
        option.AcceptOnlyFromAmong(forms);
        return option;
    }
}
