import { describe, expect, test } from 'vitest'
import { Problem } from '../../../src/kernel/index.js'
import { chooseLayout } from '../../../src/layout/index.js'
import { layouts, preview } from './extract.js'

/** Headers as the agencies' own tables and exports have them, surplus columns included. */
const TABLES: readonly (readonly [layout: string, header: string, used: number, chosen: string])[] = [
  ['ss-employer', 'XH,AAZ400,SBUUID,AAB001,AAB998,AAB003,AAB004,AAB301,AAE004,AAE005,AAE006,AAE007,AAB065,AAE036,AAA321,AAA322,AAE418', 4, 'ss-employer'],
  ['ss-registration', 'XH,AAZ400,SBUUID,AAC001,AAC002,AAC003,AAC004,AAC006,AAC161,AAC147,AAC058,AAE005,AAE006,AAE036,AAA321,AAE140,AAB001,AAC008,AAC031,AAE030,AAE031', 14, 'ss-registration'],
  ['ss-registration', 'AAB301,AAE140,AAE140N,AAB001,AAB004,AAC001,AAC003,AAC002,AAA029N,AAA029,AAE135,AAC049,AAC008,AAC031,AAC031N,AAE180,AAE030,AAE031,AAE011,AAE036', 13, 'ss-registration'],
  ['ss-levy', 'AAZ288,AAC001,AAC002,AAC147,AAC058,AAC003,AAB001,AAB998,AAE140,AAE002,AAE003,AAA115,AAC040,AAE180,AAA042,AAA041,AAE020,AAE022,AAE058,AAE036,AAA321', 20, 'ss-levy'],
  ['ss-payment-unit', 'AAZ400,AAA027,SBUUID,AAB034,AAZ288,AAD009,AAE140,AAB001,AAE003,AAA115,AAB119,AAB084,AAB121,AAB120,AAA042,AAE080,AAA041,AAE082,AAE056,BAC121,AAE239,AAB165,'
    + 'AAE530,AAE531,AAF020,AAA321,AAA322,AAE418,AAZ083', 18, 'ss-payment-unit'],
  ['ss-payment-person', 'AAZ400,AAA027,SBUUID,AAB034,AAZ288,AAD009,AAE140,AAB001,AAC001,AAC147,AAC003,AAE003,AAA115,AAC040,EAE180,AAA042,AAE020,AAE180,AAA041,AAE082,AAE056,BAC121,AAE239,'
    + 'AAB165,AAE530,AAE531,AAF020,AAA321', 20, 'ss-payment-person'],
  ['ss-summary', 'AAE310,AAE311,AAA027,AAB034,AAE140,AAE080,AAE082,AAE056,BAC121,AAE239,AIC152', 10, 'layout.two_fit'],
  ['mi-registration', 'psn_no,psn_name,alis,gend,brdy,psn_cert_type,certno,nat_regn_code,naty,surv_stas,vali_flag,emp_no,insutype,crt_insu_date,paus_insu_date,psn_insu_stas,psn_type,insu_admdvs,poolarea_no', 15, 'mi-registration'],
  ['mi-registration', 'ADMDVS,INSU_POOLAREA,POOLAREA,PSN_NO,CERT_TYPE,CERT_NO,NAME,PSN_CLCT_STAS,INSU_STAS,PSN_TYPE,INSU_TYPE,BEGN_YM,EXPI_YM,EMP_NO,EMP_NAME,CIS_REA', 14, 'mi-registration'],
  ['mi-employer', 'emp_no,emp_name,tax_reg_no,orgcode,emp_mgt_type,emp_type,insu_admdvs', 4, 'mi-employer'],
  ['mi-clct-employer', 'emp_clct_detl_id,emp_no,cashym,accrym_begn,accrym_end,insutype,emp_clct_paraval,emp_clctstd_sumamt,emp_clct_amt,psn_clct_paraval,psn_clctstd_sumamt,psn_clct_amt,oth_clct_amt,'
    + 'into_acct_amt,clct_flag,clct_type,clct_psncnt,staf_totlwag,amt,inte,latefee,revs_flag,arvl_date,ursn_time,intsury_time,elec_taxrpt_no,clct_bill_id,taxdept_code,poolarea_no,rid,updt_time', 20, 'mi-clct-employer'],
  ['mi-clct-staff', 'staf_clct_detl_id,psn_no,psn_name,certno,psn_type,emp_no,cashym,accrym_begn,accrym_end,insutype,wag,emp_clctstd,psn_clctstd,emp_clct_paraval,psn_clct_paraval,emp_clct_amt,psn_clct_amt,'
    + 'oth_clct_amt,finsubs_amt,clct_sumamt,clct_flag,clct_type,inte,latefee,revs_flag,arvl_date,ursn_time,intsury_time,elec_taxrpt_no,clct_bill_id,poolarea_no', 28, 'mi-clct-staff'],
  ['mi-clct-resident', 'init_rsdt_clct_detl_id,send_flag,psn_no,psn_name,certno,insutype,cashym,accrym_begn,accrym_end,psn_clct_amt,finsubs_amt,oth_clct_amt,clct_flag,clct_type,revs_flag,elec_taxrpt_no,clct_bill_id,'
    + 'intsury_time,poolarea_no', 16, 'mi-clct-resident'],
  ['tax-levy-ss', 'xh,sbYzXh,sbYzmxXh,sbjbjgDm,dwbh,dwbhSw,grbh,zjhm,xm,xzlxDm,yjje,sfssqQsrq,sfssqZzrq,jkQx,yhhbDm,yhZh,yhZhkhm,cspch,jls,scRq,sjlylx,drSj', 12, 'layout.sender_unclear'],
  ['tax-registration-mi', 'sbYzXh,tcqbmDm,grbh,zjhm,xm,xzlxDm,cbzt,dwbhSw,shxydm,xzjdDm,sqcbhDm', 8, 'layout.sender_unclear'],
  ['tax-receipts', 'spuuid,zsuuid,dzsphm,dzspmxxh,pzzlDm,pzhm,djxh,skssqq,skssqz,zsxm_dm,zspm_dm,zszmDm,skzl_dm,jsyj,sl1,yjse,sjje,kjrq,jkqx,sjrq1,sjxhrq,rkrq,rkxhrq,skgkDm,tzlxDm', 13, 'tax-receipts'],
  ['tax-receipts', '社会信用代码（纳税人识别号）,纳税人名称,征收项目,征收品目,征收品目代码,税款所属期起,税款所属期止,计税依据,税率,实缴金额,主管税务所（科、分局）,预算科目,收款国库,开具日期,上解日期,上解销号日期,入库日期,'
    + '入库销号日期,票证种类,票证字轨,票证号码,税款种类,税款属性,街道乡镇,银行行别,银行网点,银行账号,调账类型,缴款期限,电子税票号码,登记序号,应征凭证种类,应征凭证序号,欠税标记', 15, 'tax-receipts'],
  ['tax-receipts-person', '纳税人姓名,证件类型,号码,应征税金额,实缴金额,税款状态,申报日期,征收项目,费款所属期,电子税票号码,明细序号', 8, 'tax-receipts-person'],
  ['tax-refunds', '社会信用代码（纳税人识别号）,纳税人名称,征收项目,征收品目,税款所属期起,税款所属期止,税额,提退税金类型,退抵税费原因类型,依据文书字号,退还日期,销号日期,复核结果,电子税票号码', 9, 'tax-refunds'],
  ['tax-wages', '*缴费人识别号,*姓名,*身份证件类型代码,*身份证件号码,分组,*企业职工基本养老保险缴费工资,*失业保险缴费工资,*工伤保险缴费工资', 7, 'tax-wages'],
  ['bank-tips', '登记日期,登记流水,txcode,tipsdt,tipssq,recvbk,recvac,pyacbk,pyerac,pyutna,tranam,transt,txvhno,contid,listnm,taxdat,retncd,chckfg,packno,trantype,hostnbr,hostdate,colsts', 8, 'bank-tips'],
  ['tax-employer', 'DJXH,NSRSBH,NSRMC,ZGSWJ_DM', 3, 'tax-employer'],
  ['crosswalk', '单位名称,统一社会信用代码,社保单位编号,医保单位编号,登记序号', 5, 'crosswalk'],
]

describe('tables as agencies have them', () => {
  test.each(TABLES)('%s: %s', (layout, header, used, chosen) => {
    const cells = header.split(',')
    const read = (choice: { file: string; wanted?: string }): string => {
      try {
        return chooseLayout(layouts, preview([['表'], cells]), choice).layout.name
      } catch (error) {
        if (error instanceof Problem) return error.code
        throw error
      }
    }
    expect(read({ file: 'x' })).toBe(chosen)
    const { header: match } = chooseLayout(layouts, preview([['表'], cells]), { file: 'x', wanted: layout })
    expect(match.line).toBe(2)
    expect(cells.length - match.surplus.length, match.surplus.join()).toBe(used)
  })
})
