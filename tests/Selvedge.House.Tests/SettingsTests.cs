namespace Selvedge.House.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Warnings_are_errors_and_documentation_is_generated() =>
        SourceTree.Holds(SettingsRules.MissingProperties(SourceTree.Get("Directory.Build.props").Text));

    [Fact]
    public void The_analyzers_hold_method_length_file_names_and_banned_calls() =>
        SourceTree.Holds(SettingsRules.MissingDiagnostics(SourceTree.Get(".editorconfig").Text));

    [Fact]
    public void Public_types_of_the_product_must_be_documented() =>
        SourceTree.Holds(SettingsRules.UndocumentedProduct(SourceTree.Get(".editorconfig").Text));

    [Fact]
    public void Missing_settings_are_found()
    {
        Assert.NotEmpty(SettingsRules.MissingProperties("<Project><Nullable>disable</Nullable></Project>"));
        Assert.NotEmpty(SettingsRules.MissingDiagnostics(
            "[*.cs]\n[tests/**.cs]\ndotnet_diagnostic.MA0051.severity = warning\n"));
        Assert.Single(SettingsRules.UndocumentedProduct("[*.cs]\ndotnet_diagnostic.CS1591.severity = none\n"));
        Assert.Empty(SettingsRules.UndocumentedProduct("[tests/**.cs]\ndotnet_diagnostic.CS1591.severity = none\n"));
    }
}
