namespace WorkflowGen.Tests.Execution.Generated;

[Workflow("fan-out-100-sync")]
internal sealed partial class SynchronousFanOut100
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> S00(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S01(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S02(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S03(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S04(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S05(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S06(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S07(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S08(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S09(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S10(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S11(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S12(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S13(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S14(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S15(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S16(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S17(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S18(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S19(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S20(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S21(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S22(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S23(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S24(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S25(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S26(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S27(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S28(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S29(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S30(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S31(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S32(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S33(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S34(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S35(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S36(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S37(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S38(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S39(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S40(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S41(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S42(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S43(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S44(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S45(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S46(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S47(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S48(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S49(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S50(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S51(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S52(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S53(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S54(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S55(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S56(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S57(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S58(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S59(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S60(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S61(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S62(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S63(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S64(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S65(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S66(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S67(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S68(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S69(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S70(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S71(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S72(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S73(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S74(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S75(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S76(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S77(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S78(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S79(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S80(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S81(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S82(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S83(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S84(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S85(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S86(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S87(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S88(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S89(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S90(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S91(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S92(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S93(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S94(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S95(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S96(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S97(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S98(int n) => new(n + 1);

    [Step]
    private ValueTask<int> S99(int n) => new(n + 1);

    [Step]
    private long Join(
        [From(nameof(S00))] int s00, [From(nameof(S01))] int s01, [From(nameof(S02))] int s02, [From(nameof(S03))] int s03, [From(nameof(S04))] int s04,
        [From(nameof(S05))] int s05, [From(nameof(S06))] int s06, [From(nameof(S07))] int s07, [From(nameof(S08))] int s08, [From(nameof(S09))] int s09,
        [From(nameof(S10))] int s10, [From(nameof(S11))] int s11, [From(nameof(S12))] int s12, [From(nameof(S13))] int s13, [From(nameof(S14))] int s14,
        [From(nameof(S15))] int s15, [From(nameof(S16))] int s16, [From(nameof(S17))] int s17, [From(nameof(S18))] int s18, [From(nameof(S19))] int s19,
        [From(nameof(S20))] int s20, [From(nameof(S21))] int s21, [From(nameof(S22))] int s22, [From(nameof(S23))] int s23, [From(nameof(S24))] int s24,
        [From(nameof(S25))] int s25, [From(nameof(S26))] int s26, [From(nameof(S27))] int s27, [From(nameof(S28))] int s28, [From(nameof(S29))] int s29,
        [From(nameof(S30))] int s30, [From(nameof(S31))] int s31, [From(nameof(S32))] int s32, [From(nameof(S33))] int s33, [From(nameof(S34))] int s34,
        [From(nameof(S35))] int s35, [From(nameof(S36))] int s36, [From(nameof(S37))] int s37, [From(nameof(S38))] int s38, [From(nameof(S39))] int s39,
        [From(nameof(S40))] int s40, [From(nameof(S41))] int s41, [From(nameof(S42))] int s42, [From(nameof(S43))] int s43, [From(nameof(S44))] int s44,
        [From(nameof(S45))] int s45, [From(nameof(S46))] int s46, [From(nameof(S47))] int s47, [From(nameof(S48))] int s48, [From(nameof(S49))] int s49,
        [From(nameof(S50))] int s50, [From(nameof(S51))] int s51, [From(nameof(S52))] int s52, [From(nameof(S53))] int s53, [From(nameof(S54))] int s54,
        [From(nameof(S55))] int s55, [From(nameof(S56))] int s56, [From(nameof(S57))] int s57, [From(nameof(S58))] int s58, [From(nameof(S59))] int s59,
        [From(nameof(S60))] int s60, [From(nameof(S61))] int s61, [From(nameof(S62))] int s62, [From(nameof(S63))] int s63, [From(nameof(S64))] int s64,
        [From(nameof(S65))] int s65, [From(nameof(S66))] int s66, [From(nameof(S67))] int s67, [From(nameof(S68))] int s68, [From(nameof(S69))] int s69,
        [From(nameof(S70))] int s70, [From(nameof(S71))] int s71, [From(nameof(S72))] int s72, [From(nameof(S73))] int s73, [From(nameof(S74))] int s74,
        [From(nameof(S75))] int s75, [From(nameof(S76))] int s76, [From(nameof(S77))] int s77, [From(nameof(S78))] int s78, [From(nameof(S79))] int s79,
        [From(nameof(S80))] int s80, [From(nameof(S81))] int s81, [From(nameof(S82))] int s82, [From(nameof(S83))] int s83, [From(nameof(S84))] int s84,
        [From(nameof(S85))] int s85, [From(nameof(S86))] int s86, [From(nameof(S87))] int s87, [From(nameof(S88))] int s88, [From(nameof(S89))] int s89,
        [From(nameof(S90))] int s90, [From(nameof(S91))] int s91, [From(nameof(S92))] int s92, [From(nameof(S93))] int s93, [From(nameof(S94))] int s94,
        [From(nameof(S95))] int s95, [From(nameof(S96))] int s96, [From(nameof(S97))] int s97, [From(nameof(S98))] int s98, [From(nameof(S99))] int s99) =>
        0L
        + s00 + s01 + s02 + s03 + s04
        + s05 + s06 + s07 + s08 + s09
        + s10 + s11 + s12 + s13 + s14
        + s15 + s16 + s17 + s18 + s19
        + s20 + s21 + s22 + s23 + s24
        + s25 + s26 + s27 + s28 + s29
        + s30 + s31 + s32 + s33 + s34
        + s35 + s36 + s37 + s38 + s39
        + s40 + s41 + s42 + s43 + s44
        + s45 + s46 + s47 + s48 + s49
        + s50 + s51 + s52 + s53 + s54
        + s55 + s56 + s57 + s58 + s59
        + s60 + s61 + s62 + s63 + s64
        + s65 + s66 + s67 + s68 + s69
        + s70 + s71 + s72 + s73 + s74
        + s75 + s76 + s77 + s78 + s79
        + s80 + s81 + s82 + s83 + s84
        + s85 + s86 + s87 + s88 + s89
        + s90 + s91 + s92 + s93 + s94
        + s95 + s96 + s97 + s98 + s99;
}

[Workflow("fan-out-100-suspending")]
internal sealed partial class SuspendingFanOut100(Pump pump)
{
    public partial ValueTask<long> RunAsync(int n, CancellationToken cancellationToken = default);

    [Step]
    private ValueTask<int> S00(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S01(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S02(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S03(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S04(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S05(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S06(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S07(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S08(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S09(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S10(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S11(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S12(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S13(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S14(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S15(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S16(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S17(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S18(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S19(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S20(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S21(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S22(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S23(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S24(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S25(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S26(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S27(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S28(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S29(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S30(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S31(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S32(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S33(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S34(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S35(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S36(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S37(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S38(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S39(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S40(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S41(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S42(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S43(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S44(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S45(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S46(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S47(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S48(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S49(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S50(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S51(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S52(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S53(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S54(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S55(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S56(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S57(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S58(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S59(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S60(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S61(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S62(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S63(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S64(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S65(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S66(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S67(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S68(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S69(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S70(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S71(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S72(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S73(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S74(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S75(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S76(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S77(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S78(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S79(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S80(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S81(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S82(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S83(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S84(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S85(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S86(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S87(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S88(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S89(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S90(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S91(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S92(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S93(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S94(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S95(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S96(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S97(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S98(int n) => pump.Later(n + 1);

    [Step]
    private ValueTask<int> S99(int n) => pump.Later(n + 1);

    [Step]
    private long Join(
        [From(nameof(S00))] int s00, [From(nameof(S01))] int s01, [From(nameof(S02))] int s02, [From(nameof(S03))] int s03, [From(nameof(S04))] int s04,
        [From(nameof(S05))] int s05, [From(nameof(S06))] int s06, [From(nameof(S07))] int s07, [From(nameof(S08))] int s08, [From(nameof(S09))] int s09,
        [From(nameof(S10))] int s10, [From(nameof(S11))] int s11, [From(nameof(S12))] int s12, [From(nameof(S13))] int s13, [From(nameof(S14))] int s14,
        [From(nameof(S15))] int s15, [From(nameof(S16))] int s16, [From(nameof(S17))] int s17, [From(nameof(S18))] int s18, [From(nameof(S19))] int s19,
        [From(nameof(S20))] int s20, [From(nameof(S21))] int s21, [From(nameof(S22))] int s22, [From(nameof(S23))] int s23, [From(nameof(S24))] int s24,
        [From(nameof(S25))] int s25, [From(nameof(S26))] int s26, [From(nameof(S27))] int s27, [From(nameof(S28))] int s28, [From(nameof(S29))] int s29,
        [From(nameof(S30))] int s30, [From(nameof(S31))] int s31, [From(nameof(S32))] int s32, [From(nameof(S33))] int s33, [From(nameof(S34))] int s34,
        [From(nameof(S35))] int s35, [From(nameof(S36))] int s36, [From(nameof(S37))] int s37, [From(nameof(S38))] int s38, [From(nameof(S39))] int s39,
        [From(nameof(S40))] int s40, [From(nameof(S41))] int s41, [From(nameof(S42))] int s42, [From(nameof(S43))] int s43, [From(nameof(S44))] int s44,
        [From(nameof(S45))] int s45, [From(nameof(S46))] int s46, [From(nameof(S47))] int s47, [From(nameof(S48))] int s48, [From(nameof(S49))] int s49,
        [From(nameof(S50))] int s50, [From(nameof(S51))] int s51, [From(nameof(S52))] int s52, [From(nameof(S53))] int s53, [From(nameof(S54))] int s54,
        [From(nameof(S55))] int s55, [From(nameof(S56))] int s56, [From(nameof(S57))] int s57, [From(nameof(S58))] int s58, [From(nameof(S59))] int s59,
        [From(nameof(S60))] int s60, [From(nameof(S61))] int s61, [From(nameof(S62))] int s62, [From(nameof(S63))] int s63, [From(nameof(S64))] int s64,
        [From(nameof(S65))] int s65, [From(nameof(S66))] int s66, [From(nameof(S67))] int s67, [From(nameof(S68))] int s68, [From(nameof(S69))] int s69,
        [From(nameof(S70))] int s70, [From(nameof(S71))] int s71, [From(nameof(S72))] int s72, [From(nameof(S73))] int s73, [From(nameof(S74))] int s74,
        [From(nameof(S75))] int s75, [From(nameof(S76))] int s76, [From(nameof(S77))] int s77, [From(nameof(S78))] int s78, [From(nameof(S79))] int s79,
        [From(nameof(S80))] int s80, [From(nameof(S81))] int s81, [From(nameof(S82))] int s82, [From(nameof(S83))] int s83, [From(nameof(S84))] int s84,
        [From(nameof(S85))] int s85, [From(nameof(S86))] int s86, [From(nameof(S87))] int s87, [From(nameof(S88))] int s88, [From(nameof(S89))] int s89,
        [From(nameof(S90))] int s90, [From(nameof(S91))] int s91, [From(nameof(S92))] int s92, [From(nameof(S93))] int s93, [From(nameof(S94))] int s94,
        [From(nameof(S95))] int s95, [From(nameof(S96))] int s96, [From(nameof(S97))] int s97, [From(nameof(S98))] int s98, [From(nameof(S99))] int s99) =>
        0L
        + s00 + s01 + s02 + s03 + s04
        + s05 + s06 + s07 + s08 + s09
        + s10 + s11 + s12 + s13 + s14
        + s15 + s16 + s17 + s18 + s19
        + s20 + s21 + s22 + s23 + s24
        + s25 + s26 + s27 + s28 + s29
        + s30 + s31 + s32 + s33 + s34
        + s35 + s36 + s37 + s38 + s39
        + s40 + s41 + s42 + s43 + s44
        + s45 + s46 + s47 + s48 + s49
        + s50 + s51 + s52 + s53 + s54
        + s55 + s56 + s57 + s58 + s59
        + s60 + s61 + s62 + s63 + s64
        + s65 + s66 + s67 + s68 + s69
        + s70 + s71 + s72 + s73 + s74
        + s75 + s76 + s77 + s78 + s79
        + s80 + s81 + s82 + s83 + s84
        + s85 + s86 + s87 + s88 + s89
        + s90 + s91 + s92 + s93 + s94
        + s95 + s96 + s97 + s98 + s99;
}
