using System.CommandLine;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands;

/// <summary>The options that several commands share: one name, one meaning.</summary>
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

    /// <summary>A command with the options that every person-facing command has.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="examples">At least one.</param>
    public static Command Named(string name, string description, params string[] examples) =>
        new(name, $"{description}\n\n{(examples.Length == 1 ? "Example" : "Examples")}:\n"
            + string.Join('\n', examples.Select(example => $"  {example}")))
        {
            Kubeconfig,
        };

    /// <summary>The argument that names a kind, with completion.</summary>
    public static Argument<string> Kind(ArgumentArity? arity = null)
    {
        var argument = new Argument<string>("KIND")
        {
            Description = "A kind by any of its names (sites, site, sites.selvedge.dev), or KIND/NAME",
            Arity = arity ?? ArgumentArity.ExactlyOne,
        };
        argument.CompletionSources.Add(_ => KindRegistry.All.Select(kind =>
            new System.CommandLine.Completions.CompletionItem(kind.Plural)));
        return argument;
    }

    private static Option<string> Form(params string[] forms)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How it is shown",
            DefaultValueFactory = _ => "table",
        };
        option.AcceptOnlyFromAmong(forms);
        return option;
    }
}
